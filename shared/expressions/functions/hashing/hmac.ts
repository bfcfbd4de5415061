/** HMAC (RFC 2104) over a hash with blocks of 64 bytes. */
const BLOCK_LENGTH = 64;

export function hmac(hash: (message: Uint8Array) => Uint8Array, key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK_LENGTH);
  block.set(key.length > BLOCK_LENGTH ? hash(key) : key);
  const inner = new Uint8Array(BLOCK_LENGTH + message.length);
  for (let i = 0; i < BLOCK_LENGTH; i++) inner[i] = block[i]! ^ 0x36;
  inner.set(message, BLOCK_LENGTH);
  const digest = hash(inner);
  const outer = new Uint8Array(BLOCK_LENGTH + digest.length);
  for (let i = 0; i < BLOCK_LENGTH; i++) outer[i] = block[i]! ^ 0x5c;
  outer.set(digest, BLOCK_LENGTH);
  return hash(outer);
}
