/** kafkajs' errors in a person's words: a cluster that cannot be reached, or one that refuses. */
import { WeirError } from "../../../shared/errors.ts";

/** `what` is the beginning of the sentence: "Groups cannot be listed". WeirErrors pass, and so does what is a bug of ours. */
export function kafkaFailure(what: string, error: unknown): unknown {
  const chain = causesOf(error);
  const known = (one: Error): boolean =>
    one.name.startsWith("KafkaJS") || textOf(one, "type") !== null || textOf(one, "code") !== null;
  if (error instanceof WeirError || !chain.some(known)) return error;
  const type = chain.map((one) => textOf(one, "type")).find((one) => one !== null && one !== "UNKNOWN");
  const text = chain.map((one) => one.message).join(" ");
  if (chain.some((one) => one.name === "KafkaJSSASLAuthenticationError") || type === "SASL_AUTHENTICATION_FAILED") {
    return refused(what, "the broker does not accept the user or its password", {
      hint: "Check user, password and mechanism of the connection, and the secrets that it refers to.",
    });
  }
  if (type !== undefined && type !== null && !unreachableTypes.has(type)) {
    const [reason, hint] = refusals[type] ?? [`the cluster answers ${type}`, adviceFor(type)];
    return refused(what, reason, { hint });
  }
  if (certificateTrouble.test(text)) {
    return unreached(what, "the certificate of the broker is not trusted, or the broker does not use TLS", {
      hint: "Name the authority with `ca`, check `serverName`, and that the port is the one for TLS.",
    });
  }
  const [reason, hint] = reachability.find(([pattern]) => pattern.test(text))?.[1] ?? [
    "the connection broke",
    "Check the addresses of the brokers, and whether they need TLS or a user.",
  ];
  return unreached(what, reason, { hint });
}

function unreached(what: string, reason: string, { hint }: { hint: string }): WeirError {
  return new WeirError("HOST_0012", `${what}: ${reason}.`, { hint });
}

function refused(what: string, reason: string, { hint }: { hint: string }): WeirError {
  return new WeirError("HOST_0016", `${what}: ${reason}.`, { hint });
}

const certificateTrouble =
  /self[- ]signed|CERT_|certificate|unable to (?:get|verify)|ERR_TLS|SSL routines|EPROTO|altnames/i;

const reachability: readonly (readonly [RegExp, readonly [string, string]])[] = [
  [
    /ENOTFOUND|EAI_AGAIN/,
    ["the name of the broker is not known", "Check the spelling of the address, and the network."],
  ],
  [/ECONNREFUSED/, ["nothing answers at the address", "Start the cluster, or correct the address and port."]],
  [/EHOSTUNREACH|ENETUNREACH/, ["there is no way to the address", "Check the network, and whether a VPN is needed."]],
  [
    /timed? ?out|ETIMEDOUT/i,
    ["no answer came in time", "Check the network and the address. A broker that wants TLS does not answer without."],
  ],
];

/** Types that say that somebody is missing rather than that something is forbidden. */
const unreachableTypes: ReadonlySet<string> = new Set([
  "NETWORK_EXCEPTION",
  "BROKER_NOT_AVAILABLE",
  "REQUEST_TIMED_OUT",
  "ECONNREFUSED",
  "ETIMEDOUT",
]);

const refusals: Readonly<Record<string, readonly [string, string]>> = {
  UNKNOWN_TOPIC_OR_PARTITION: ["there is no such topic or partition", "It may have been deleted: reload the topics."],
  TOPIC_ALREADY_EXISTS: ["there is a topic of this name", "Choose another name, or use the one that is there."],
  INVALID_TOPIC_EXCEPTION: ["the name of the topic is not possible", "Use letters, digits, `.`, `_` and `-`."],
  INVALID_REPLICATION_FACTOR: [
    "there are not so many brokers for its replicas",
    "Ask for fewer replicas, or leave the number to the cluster.",
  ],
  INVALID_PARTITIONS: ["the number of partitions is not possible", "Use a number from 1 up."],
  INVALID_CONFIG: ["a setting is not possible", "Check names and values of the settings."],
  POLICY_VIOLATION: ["a policy of the cluster forbids it", "Ask whoever runs the cluster what is allowed."],
  TOPIC_AUTHORIZATION_FAILED: ["the user has no access to the topic", "Ask for an ACL on the topic."],
  GROUP_AUTHORIZATION_FAILED: ["the user has no access to the group", "Ask for an ACL on the group."],
  CLUSTER_AUTHORIZATION_FAILED: ["the user may not do that on the cluster", "Ask for an ACL on the cluster."],
  MESSAGE_TOO_LARGE: ["the record is larger than the topic allows", "Make it smaller, or raise max.message.bytes."],
  OFFSET_OUT_OF_RANGE: ["there is no such offset", "Choose one between the first and the next offset."],
  NOT_LEADER_FOR_PARTITION: ["the leader of the partition has just changed", "Try again."],
  LEADER_NOT_AVAILABLE: ["a partition has no leader", "Wait until its brokers are back."],
};

function adviceFor(type: string): string {
  return type.endsWith("AUTHORIZATION_FAILED") ? "Ask for the permission." : "Try again, and look at the broker's log.";
}

/** An error and what is behind it: kafkajs wraps the last of several tries, and collects those of several topics. */
function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  const visit = (one: unknown): void => {
    if (!(one instanceof Error) || found.includes(one) || found.length > 20) return;
    found.push(one);
    visit(one.cause);
    for (const name of ["originalError", "errors"])
      if (name in one) for (const inner of [Reflect.get(one, name)].flat()) visit(inner);
  };
  visit(error);
  return found.toReversed();
}

function textOf(error: Error, name: string): string | null {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : null;
}

/** Rejects with HOST_0012 when it takes too long. What it waits for goes on unheard. */
export async function within<Result>(what: string, limitMs: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          unreached(what, `it took longer than ${limitMs / 1000} s`, { hint: "Check the network, or try again." }),
        ),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } catch (error) {
    throw kafkaFailure(what, error);
  } finally {
    clearTimeout(timer);
  }
}
