import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { lz4Compress, lz4Decompress } from "./lz4.ts";
import { RecordBatchError } from "./record-batch-error.ts";
import type { Slab } from "./slab.ts";
import { snappyCompress, snappyDecompress } from "./snappy.ts";

export type Compression = "none" | "gzip" | "snappy" | "lz4" | "zstd";

/** By the number in a batch's attributes. */
export const compressions: readonly Compression[] = ["none", "gzip", "snappy", "lz4", "zstd"];

export function compressionId(compression: Compression): number {
  return compressions.indexOf(compression);
}

const chunkSize = 131_072;

/** Appends the decompressed range to `slab`, at most `limit` bytes. Throws `RecordBatchError` for what is malformed or too large. */
export function decompress(id: number, source: Buffer, start: number, end: number, slab: Slab, limit: number): void {
  slab.allow(limit);
  switch (compressions[id]) {
    case "none":
      return slab.append(source.subarray(start, end));
    case "gzip":
      return slab.append(fromZlib(gunzipSync, "gzip", source.subarray(start, end), limit));
    case "zstd":
      return slab.append(fromZlib(zstdDecompressSync, "Zstandard", source.subarray(start, end), limit));
    case "snappy":
      return snappyDecompress(source, start, end, slab);
    case "lz4":
      return lz4Decompress(source, start, end, slab);
    case undefined:
      throw new RecordBatchError("unsupported", `compression codec ${id} is unknown`);
  }
}

type ZlibDecompress = (data: Buffer, options: { maxOutputLength: number; chunkSize: number }) => Buffer;

function fromZlib(run: ZlibDecompress, name: string, data: Buffer, limit: number): Buffer {
  try {
    return run(data, { maxOutputLength: limit, chunkSize });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new RecordBatchError("too large", "it decompresses to more than is allowed");
    }
    throw new RecordBatchError("corrupt", `${name}: ${error instanceof Error ? error.message : "malformed"}`);
  }
}

export function compress(compression: Compression, source: Buffer): Buffer {
  switch (compression) {
    case "gzip":
      return gzipSync(source, { chunkSize });
    case "zstd":
      return zstdCompressSync(source, { chunkSize });
    case "snappy":
      return snappyCompress(source);
    case "lz4":
      return lz4Compress(source);
    default:
      return source;
  }
}
