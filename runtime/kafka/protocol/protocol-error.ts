/** Bytes that do not follow the protocol, or a body that cannot be written in it. The connection they came from is no longer usable. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}
