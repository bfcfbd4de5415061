import type { ResponseBodies, RequestBodies, ApiName, Partially } from "../kafka/protocol/codec.ts";
import type { BrokerClock } from "./clock.ts";
import type { ClientIdentity, GroupTimes } from "./groups/group.ts";
import type { Groups } from "./groups/groups.ts";
import type { Topics } from "./topics.ts";
import type { Transactions } from "./transactions/transactions.ts";

/** All that the handlers of requests work on. */
export interface BrokerState {
  readonly clock: BrokerClock;
  readonly nodeId: number;
  readonly clusterId: string;
  readonly host: string;
  port: number;
  readonly autoCreateTopics: boolean;
  readonly defaultPartitions: number;
  readonly groupTimes: GroupTimes;
  readonly topics: Topics;
  readonly groups: Groups;
  readonly transactions: Transactions;
}

export interface RequestContext extends ClientIdentity {
  readonly version: number;
  /** Aborted when the connection is closed: nobody waits for the answer any more. */
  readonly closed: AbortSignal;
}

/** An answer, or undefined when the client wants none. */
export type Answer<Name extends ApiName> = Partially<ResponseBodies[Name]> | undefined;

export type Handler<Name extends ApiName> = (
  broker: BrokerState,
  request: RequestBodies[Name],
  context: RequestContext,
) => Answer<Name> | Promise<Answer<Name>>;

export type Handlers = { readonly [Name in ApiName]?: Handler<Name> };
