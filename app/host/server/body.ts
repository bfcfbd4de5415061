/** The JSON of a request, with an end to its size. */
import type { IncomingMessage } from "node:http";
import { WeirError } from "../../../shared/errors.ts";

export const bodyLimit = 40 * 1024 * 1024;

export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > bodyLimit) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyLimit) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new WeirError("HOST_0001", "The request is not JSON.", { hint: "Reload the page." });
  }
}

export class BodyTooLarge extends WeirError {}

function tooLarge(): BodyTooLarge {
  return new BodyTooLarge("HOST_0001", `The request is larger than ${bodyLimit / 1024 / 1024} MiB.`, {
    hint: "Split the pipeline, or move large data out of the document.",
  });
}
