/**
 * Kafka requests and responses as bytes and back, for every API and version of the tables. Codecs are compiled at first use.
 * Encoding takes partial bodies: what is left out is written as its default, what the version lacks is ignored.
 */
import { compileMessage, type MessageCodec } from "./compile.ts";
import type { ApiName, RequestBodies, ResponseBodies } from "./messages.ts";
import { ProtocolError } from "./protocol-error.ts";
import { api, apiByKey, type ApiTable } from "./schema.ts";
import { WireReader } from "./wire-reader.ts";
import { WireWriter } from "./wire-writer.ts";

export { zeroUuid } from "./compile.ts";
export { ProtocolError } from "./protocol-error.ts";
export { api, apiByKey, apis, type ApiTable } from "./schema.ts";
export type { ApiName, RequestBodies, ResponseBodies } from "./messages.ts";

/** A body with any of its fields, at any depth. */
export type Partially<T> = T extends Uint8Array
  ? Uint8Array
  : T extends readonly (infer Element)[]
    ? readonly Partially<Element>[]
    : T extends object
      ? { readonly [Name in keyof T]?: Partially<T[Name]> | undefined }
      : T extends number
        ? number | bigint
        : T;

export interface RequestHeader {
  readonly apiKey: number;
  readonly version: number;
  readonly correlationId: number;
  /** Null only in the client's own doing; Java's clients always send one. Empty where an unknown version hides it. */
  readonly clientId: string | null;
}

interface Decoded<Name extends ApiName> extends RequestHeader {
  readonly api: Name;
  readonly body: RequestBodies[Name];
}

/** A request of one of the APIs in the tables, told apart by `api`. */
export type DecodedRequest = { [Name in ApiName]: Decoded<Name> }[ApiName];

/** A request whose API or version the tables do not have: its header is all that can be read. `table` is set if only the version is unknown. */
export interface UnknownRequest extends RequestHeader {
  readonly api: undefined;
  readonly table: ApiTable | undefined;
}

const compiled = new Map<string, MessageCodec>();

function codec(name: ApiName, side: "request" | "response", version: number): MessageCodec {
  const id = `${name} ${side} ${version}`;
  let found = compiled.get(id);
  if (found === undefined) {
    const table = api(name);
    if (!hasVersion(table, version)) throw new ProtocolError(`${name} has no version ${version}`);
    found = compileMessage(table[side], version, version >= table.flexibleFrom);
    compiled.set(id, found);
  }
  return found;
}

function hasVersion(table: ApiTable, version: number): boolean {
  return Number.isInteger(version) && version >= table.min && version <= table.max;
}

/** The request as a frame, its size in front. */
export function encodeRequest<Name extends ApiName>(
  name: Name,
  version: number,
  correlationId: number,
  clientId: string | null,
  body: Partially<RequestBodies[Name]>,
): Buffer {
  const table = api(name);
  const writer = new WireWriter();
  writer.int32(0);
  writer.int16(table.key);
  writer.int16(version);
  writer.int32(correlationId);
  if (clientId === null) writer.int16(-1);
  else writer.string(clientId, false);
  if (version >= table.flexibleFrom) writer.unsignedVarint(0);
  codec(name, "request", version).write(writer, body);
  writer.patchInt32(0, writer.length - 4);
  return writer.finish();
}

/** Reads a request's frame (without its size). Throws `ProtocolError` if the frame breaks the protocol. */
export function decodeRequest(frame: Buffer): DecodedRequest | UnknownRequest {
  const reader = new WireReader(frame);
  const apiKey = reader.int16();
  const version = reader.int16();
  const correlationId = reader.int32();
  const table = apiByKey(apiKey);
  if (table === undefined || !hasVersion(table, version)) {
    return { api: undefined, table, apiKey, version, correlationId, clientId: "" };
  }
  const length = reader.size(false, false);
  const clientId = length < 0 ? null : reader.text(length);
  if (version >= table.flexibleFrom) reader.skipTaggedFields();
  const body = codec(table.name, "request", version).read(reader);
  return { api: table.name, apiKey, version, correlationId, clientId, body } as unknown as DecodedRequest;
}

/** An ApiVersions response's header has no tagged fields in any version, so that a client can read it before it knows the broker. */
function flexibleHeader(table: ApiTable, version: number): boolean {
  return version >= table.flexibleFrom && table.name !== "ApiVersions";
}

/** The response as a frame, its size in front. */
export function encodeResponse<Name extends ApiName>(
  name: Name,
  version: number,
  correlationId: number,
  body: Partially<ResponseBodies[Name]>,
): Buffer {
  const table = api(name);
  const writer = new WireWriter();
  writer.int32(0);
  writer.int32(correlationId);
  if (flexibleHeader(table, version)) writer.unsignedVarint(0);
  codec(name, "response", version).write(writer, body);
  writer.patchInt32(0, writer.length - 4);
  return writer.finish();
}

/**
 * Reads a response's frame (without its size). A broker that does not know the version of an ApiVersions request answers in version 0 with
 * error 35: such an answer is recognised and read as version 0.
 */
export function decodeResponse<Name extends ApiName>(
  name: Name,
  version: number,
  frame: Buffer,
): { correlationId: number; body: ResponseBodies[Name] } {
  const table = api(name);
  const reader = new WireReader(frame);
  const correlationId = reader.int32();
  if (flexibleHeader(table, version)) reader.skipTaggedFields();
  const fallback = name === "ApiVersions" && version > 0 && frame.length >= 6 && frame.readInt16BE(4) === 35;
  const body = codec(name, "response", fallback ? 0 : version).read(reader);
  return { correlationId, body: body as unknown as ResponseBodies[Name] };
}
