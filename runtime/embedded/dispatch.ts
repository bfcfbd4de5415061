import { decodeRequest, encodeResponse, type ApiName } from "../kafka/protocol/codec.ts";
import { errorCode } from "../kafka/protocol/error-codes.ts";
import type { BrokerState, Handler, Handlers } from "./broker-state.ts";
import { apiVersions } from "./handlers/api-versions.ts";
import { assignedGroupHandlers } from "./handlers/assigned-groups.ts";
import { classicGroupHandlers } from "./handlers/classic-groups.ts";
import { clusterHandlers } from "./handlers/cluster.ts";
import { committedOffsetHandlers } from "./handlers/committed-offsets.ts";
import { configHandlers } from "./handlers/configs.ts";
import { fetchHandlers } from "./handlers/fetch.ts";
import { metadataHandlers } from "./handlers/metadata.ts";
import { offsetHandlers } from "./handlers/offsets.ts";
import { produceHandlers } from "./handlers/produce.ts";
import { topicHandlers } from "./handlers/topics.ts";
import { transactionHandlers } from "./handlers/transactions.ts";

const handlers: Handlers = {
  ...assignedGroupHandlers,
  ...classicGroupHandlers,
  ...clusterHandlers,
  ...committedOffsetHandlers,
  ...configHandlers,
  ...fetchHandlers,
  ...metadataHandlers,
  ...offsetHandlers,
  ...produceHandlers,
  ...topicHandlers,
  ...transactionHandlers,
  ApiVersions: (_broker, { clientSoftwareName, clientSoftwareVersion }, { version }) =>
    apiVersions(served, version < 3 ? undefined : { name: clientSoftwareName, version: clientSoftwareVersion }),
};

/** The APIs that this broker has. */
export const served = Object.keys(handlers) as ApiName[];

/** A request that cannot be answered; as with Kafka the connection is closed. */
export class UnanswerableRequest extends Error {
  override readonly name = "UnanswerableRequest";
}

/** Answers one request frame with a response frame, or with nothing when the client wants none. */
export async function dispatch(
  broker: BrokerState,
  frame: Buffer,
  clientHost: string,
  closed: AbortSignal,
): Promise<Buffer | undefined> {
  const request = decodeRequest(frame);
  if (request.api === undefined) {
    if (request.table?.name !== "ApiVersions") {
      throw new UnanswerableRequest(`api ${request.apiKey} version ${request.version} is not supported`);
    }
    const { apiKeys } = apiVersions(served, undefined);
    return encodeResponse("ApiVersions", 0, request.correlationId, {
      errorCode: errorCode.UNSUPPORTED_VERSION,
      apiKeys,
    });
  }
  const handler = handlers[request.api];
  if (handler === undefined) throw new UnanswerableRequest(`${request.api} is not supported`);
  const { version, correlationId, clientId } = request;
  const context = { version, clientId: clientId ?? "", clientHost, closed };
  // The handler is the one of the request's own api, which the types cannot follow through the table.
  const answer = await (handler as Handler<ApiName>)(broker, request.body, context);
  return answer === undefined ? undefined : encodeResponse<ApiName>(request.api, version, correlationId, answer);
}
