import { connect, type Socket } from "node:net";
import {
  decodeResponse,
  encodeRequest,
  type ApiName,
  type Partially,
  type RequestBodies,
  type ResponseBodies,
} from "../../runtime/kafka/protocol/codec.ts";

/** One connection that sends what it is told: no retries, no checks. */
export interface RawClient {
  call<Name extends ApiName>(
    api: Name,
    version: number,
    body: Partially<RequestBodies[Name]>,
  ): Promise<ResponseBodies[Name]>;
  /** Sends a frame as it is, and gives the answer's frame; undefined when the broker hangs up. */
  send(frame: Buffer): Promise<Buffer | undefined>;
  close(): void;
}

export function connectRaw(port: number): Promise<RawClient> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, "127.0.0.1", () => resolve(client(socket)));
    socket.on("error", reject);
  });
}

function client(socket: Socket): RawClient {
  const waiting: ((frame: Buffer | undefined) => void)[] = [];
  let buffer = Buffer.alloc(0);
  let correlationId = 0;
  socket.on("data", (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 4 && buffer.length >= 4 + buffer.readInt32BE(0)) {
      const end = 4 + buffer.readInt32BE(0);
      waiting.shift()?.(buffer.subarray(4, end));
      buffer = buffer.subarray(end);
    }
  });
  socket.on("close", () => waiting.splice(0).forEach((settle) => settle(undefined)));
  const send = (frame: Buffer): Promise<Buffer | undefined> =>
    new Promise((resolve) => {
      if (socket.destroyed) return resolve(undefined);
      waiting.push(resolve);
      socket.write(frame);
    });
  return {
    send,
    async call(api, version, body) {
      const frame = await send(encodeRequest(api, version, ++correlationId, "test", body));
      if (frame === undefined) throw new Error(`the broker hung up on ${api} version ${version}`);
      return decodeResponse(api, version, frame).body;
    },
    close: () => socket.destroy(),
  };
}
