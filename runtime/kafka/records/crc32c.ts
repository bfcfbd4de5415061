import { crc32c as crc32cOfShort } from "@platformatic/wasm-utils";
import { afterZeros, foldTables, INPUT_AT, makeFoldModule, PLANES_AT } from "./crc32c-module.ts";

const PAGE_BYTES = 65_536;
/** What goes to the module at once: small enough to stay in the processor's caches. */
const PIECE_BYTES = 4 * PAGE_BYTES;
const BLOCK_BYTES = 128;
/** Below this the ends, which are not folded, cost more than folding saves. */
const FOLD_FROM_BYTES = 1024;

/** The part of WebAssembly's interface that is used here: TypeScript knows it only together with a browser. */
interface FoldExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly fold: (at: number, end: number) => void;
}
interface WasmGlobal {
  readonly WebAssembly: {
    readonly Module: new (source: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: FoldExports };
  };
}

const { WebAssembly: wasm } = globalThis as unknown as WasmGlobal;
const { memory, fold } = new wasm.Instance(new wasm.Module(makeFoldModule(PIECE_BYTES / PAGE_BYTES + 1))).exports;
const bytes = new Uint8Array(memory.buffer);
bytes.set(foldTables(), 0);

/** The register after one more byte, by the register's last byte XOR that byte. */
const table = Int32Array.from({ length: 256 }, (_, value) => afterZeros(value, 1));

/**
 * CRC-32C of a range. Node has none of its own; long ranges are copied to a WebAssembly module and folded there. Measured on Node 24, copies
 * included: 3.5 GB/s at 128 KiB, 2.4 at 4 KiB; the library that takes the short ones reaches 1.2 GB/s at any size.
 */
export function crc32c(buffer: Uint8Array, start = 0, end = buffer.length): number {
  if (end - start < FOLD_FROM_BYTES) return crc32cOfShort(buffer.subarray(start, end));
  let register = -1;
  let at = start;
  while (end - at >= BLOCK_BYTES) {
    const length = Math.min(PIECE_BYTES, end - at) & -BLOCK_BYTES;
    register = foldPiece(register, buffer.subarray(at, at + length));
    at += length;
  }
  for (; at < end; at++) register = (register >>> 8) ^ table[(register ^ buffer[at]!) & 255]!;
  return ~register >>> 0;
}

/** The register counts as XORed onto the first four bytes. What the fold leaves is 128 bytes with the same CRC. */
function foldPiece(register: number, piece: Uint8Array): number {
  bytes.set(piece, INPUT_AT);
  for (let i = 0; i < 4; i++) bytes[INPUT_AT + i]! ^= (register >>> (8 * i)) & 255;
  fold(INPUT_AT, INPUT_AT + piece.length);
  let next = 0;
  for (let i = 0; i < BLOCK_BYTES; i++) {
    const plane = ((i >> 6) * 4 + (i & 3)) * 16;
    next = (next >>> 8) ^ table[(next ^ bytes[PLANES_AT + plane + ((i >> 2) & 15)]!) & 255]!;
  }
  return next;
}
