/** The message with the padding that MD5 and the SHA family share: a one bit, zeros, and the length in bits at the end of the last block. */
export function padMessage(message: Uint8Array, blockLength: 64 | 128, littleEndian: boolean): DataView {
  const lengthBytes = blockLength / 8;
  const total = Math.ceil((message.length + 1 + lengthBytes) / blockLength) * blockLength;
  const padded = new Uint8Array(total);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  const high = Math.floor(message.length / 0x2000_0000);
  const low = (message.length << 3) >>> 0;
  view.setUint32(total - 8, littleEndian ? low : high, littleEndian);
  view.setUint32(total - 4, littleEndian ? high : low, littleEndian);
  return view;
}

/** The words of a digest as bytes. */
export function wordsToBytes(words: Int32Array, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < words.length; i++) view.setInt32(i * 4, words[i]!, littleEndian);
  return bytes;
}
