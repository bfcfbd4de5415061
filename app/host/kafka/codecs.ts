/** kafkajs brings gzip alone; topics are compressed in four ways. The browser only reads, so nothing is compressed here. */
import { zstdDecompress } from "node:zlib";
import { promisify } from "node:util";
import kafkajs from "kafkajs";
import { decompressLz4 } from "./lz4.ts";
import { decompressSnappy } from "./snappy.ts";

const { CompressionCodecs, CompressionTypes } = kafkajs;
const unzstd = promisify(zstdDecompress);
/** What one batch may become. */
const limit = 134_217_728;

/** The table is kafkajs' own, one for the process. */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = readOnly((bytes) => decompressSnappy(bytes, limit));
  CompressionCodecs[CompressionTypes.LZ4] = readOnly((bytes) => decompressLz4(bytes, limit));
  CompressionCodecs[CompressionTypes.ZSTD] = readOnly((bytes) => unzstd(bytes, { maxOutputLength: limit }));
}

function readOnly(decompress: (bytes: Buffer) => Buffer | Promise<Buffer>): () => unknown {
  return () => ({
    compress: () => Promise.reject(new Error("the topic browser does not compress")),
    decompress: async (bytes: Buffer) => await decompress(bytes),
  });
}
