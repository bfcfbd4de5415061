/** Asks a node for its metadata in the plainest version of the protocol: it is ready when it lists itself. */
import { connect } from "node:net";

/** Metadata v1, correlation 1, client "ready", no topics. */
const request = Buffer.from("00000013 0003 0001 00000001 0005 7265616479 00000000".replaceAll(" ", ""), "hex");

export function isReady(port: number, timeoutMs = 2000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const finish = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    let answer = Buffer.alloc(0);
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.on("error", () => finish(false));
    socket.on("close", () => finish(false));
    socket.on("connect", () => socket.write(request));
    socket.on("data", (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      // Size, correlation id, number of brokers.
      if (answer.length >= 12) finish(answer.readInt32BE(8) > 0);
    });
  });
}
