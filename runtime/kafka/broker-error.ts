/** An error that a broker answered with, in words. */
import { WeirError } from "../../shared/errors.ts";
import type { ErrorCode } from "../../shared/errors.ts";
import { errorCode as e, kafkaError } from "./protocol/error-codes.ts";
import type { KafkaErrorInfo } from "./protocol/error-codes.ts";

/** A broker refused. `what` is what was tried: "to commit offsets of group g". */
export class BrokerError extends WeirError {
  readonly errorCode: number;
  readonly info: KafkaErrorInfo;

  constructor(errorCode: number, what: string, brokerMessage?: string | null) {
    const said =
      brokerMessage === undefined || brokerMessage === null || brokerMessage === "" ? "" : ` (${brokerMessage})`;
    super(weirCode(errorCode), `Kafka refused ${what}: ${kafkaError(errorCode).name}${said}.`, {
      hint: hintOf(errorCode),
    });
    this.errorCode = errorCode;
    this.info = kafkaError(errorCode);
  }
}

/** Throws unless the code is 0. */
export function checkBroker(errorCode: number, what: string, brokerMessage?: string | null): void {
  if (errorCode !== 0) throw new BrokerError(errorCode, what, brokerMessage);
}

const byBrokerCode = new Map<number, ErrorCode>([
  ...[e.TOPIC_AUTHORIZATION_FAILED, e.GROUP_AUTHORIZATION_FAILED].map((code) => [code, "KAFKA_0103"] as const),
  ...[e.CLUSTER_AUTHORIZATION_FAILED, e.TRANSACTIONAL_ID_AUTHORIZATION_FAILED].map(
    (code) => [code, "KAFKA_0103"] as const,
  ),
  ...[e.UNKNOWN_TOPIC_OR_PARTITION, e.UNKNOWN_TOPIC_ID].map((code) => [code, "KAFKA_0102"] as const),
  ...[e.ILLEGAL_GENERATION, e.UNKNOWN_MEMBER_ID, e.REBALANCE_IN_PROGRESS].map((code) => [code, "KAFKA_0301"] as const),
  ...[e.FENCED_MEMBER_EPOCH, e.FENCED_INSTANCE_ID, e.STALE_MEMBER_EPOCH].map((code) => [code, "KAFKA_0301"] as const),
]);

function weirCode(errorCode: number): ErrorCode {
  return byBrokerCode.get(errorCode) ?? "KAFKA_0101";
}

function hintOf(errorCode: number): string {
  if (errorCode === e.INVALID_TIMESTAMP)
    return "The topic takes no times so far from the broker's clock: correct them, or raise its message.timestamp.after.max.ms and before.max.ms.";
  switch (weirCode(errorCode)) {
    case "KAFKA_0103":
      return "Give the user of this connection the permission (an ACL), or use another user.";
    case "KAFKA_0102":
      return "Create the topic or correct its name.";
    case "KAFKA_0301":
      return "Its tasks continue elsewhere, or here once it has joined again, from what was committed last.";
    default:
      return kafkaError(errorCode).retriable
        ? "It was tried until the time was up: check that the brokers are healthy, then start again."
        : "See Kafka's documentation of this error and the broker's log.";
  }
}
