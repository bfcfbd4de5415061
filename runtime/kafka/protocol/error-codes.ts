/**
 * What to do about an error, after KIP-1050. `retriable`: send again; `refresh-retriable`: refresh metadata or the coordinator first;
 * `abortable`: abort the transaction and rewind; `application-recoverable`: make a new producer or member; `invalid-configuration`: stop,
 * nothing helps but a change. `other`: Kafka names no class; who sends the request knows what it means there, else it is fatal.
 */
export type ErrorClass =
  | "none"
  | "retriable"
  | "refresh-retriable"
  | "abortable"
  | "application-recoverable"
  | "invalid-configuration"
  | "other";

/** Kafka's error codes by name, with their class; the class follows the Java client's exception of that error. */
const errors = {
  UNKNOWN_SERVER_ERROR: [-1, "other"],
  NONE: [0, "none"],
  OFFSET_OUT_OF_RANGE: [1, "other"],
  CORRUPT_MESSAGE: [2, "retriable"],
  UNKNOWN_TOPIC_OR_PARTITION: [3, "refresh-retriable"],
  INVALID_FETCH_SIZE: [4, "other"],
  LEADER_NOT_AVAILABLE: [5, "refresh-retriable"],
  NOT_LEADER_OR_FOLLOWER: [6, "refresh-retriable"],
  REQUEST_TIMED_OUT: [7, "retriable"],
  BROKER_NOT_AVAILABLE: [8, "other"],
  REPLICA_NOT_AVAILABLE: [9, "refresh-retriable"],
  MESSAGE_TOO_LARGE: [10, "other"],
  STALE_CONTROLLER_EPOCH: [11, "other"],
  OFFSET_METADATA_TOO_LARGE: [12, "other"],
  NETWORK_EXCEPTION: [13, "refresh-retriable"],
  COORDINATOR_LOAD_IN_PROGRESS: [14, "retriable"],
  COORDINATOR_NOT_AVAILABLE: [15, "refresh-retriable"],
  NOT_COORDINATOR: [16, "refresh-retriable"],
  INVALID_TOPIC_EXCEPTION: [17, "invalid-configuration"],
  RECORD_LIST_TOO_LARGE: [18, "invalid-configuration"],
  NOT_ENOUGH_REPLICAS: [19, "retriable"],
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: [20, "retriable"],
  INVALID_REQUIRED_ACKS: [21, "invalid-configuration"],
  ILLEGAL_GENERATION: [22, "application-recoverable"],
  INCONSISTENT_GROUP_PROTOCOL: [23, "other"],
  INVALID_GROUP_ID: [24, "other"],
  UNKNOWN_MEMBER_ID: [25, "application-recoverable"],
  INVALID_SESSION_TIMEOUT: [26, "other"],
  REBALANCE_IN_PROGRESS: [27, "other"],
  INVALID_COMMIT_OFFSET_SIZE: [28, "other"],
  TOPIC_AUTHORIZATION_FAILED: [29, "invalid-configuration"],
  GROUP_AUTHORIZATION_FAILED: [30, "invalid-configuration"],
  CLUSTER_AUTHORIZATION_FAILED: [31, "invalid-configuration"],
  INVALID_TIMESTAMP: [32, "other"],
  UNSUPPORTED_SASL_MECHANISM: [33, "invalid-configuration"],
  ILLEGAL_SASL_STATE: [34, "invalid-configuration"],
  UNSUPPORTED_VERSION: [35, "invalid-configuration"],
  TOPIC_ALREADY_EXISTS: [36, "other"],
  INVALID_PARTITIONS: [37, "other"],
  INVALID_REPLICATION_FACTOR: [38, "invalid-configuration"],
  INVALID_REPLICA_ASSIGNMENT: [39, "other"],
  INVALID_CONFIG: [40, "invalid-configuration"],
  NOT_CONTROLLER: [41, "retriable"],
  INVALID_REQUEST: [42, "other"],
  UNSUPPORTED_FOR_MESSAGE_FORMAT: [43, "invalid-configuration"],
  POLICY_VIOLATION: [44, "other"],
  OUT_OF_ORDER_SEQUENCE_NUMBER: [45, "other"],
  DUPLICATE_SEQUENCE_NUMBER: [46, "other"],
  INVALID_PRODUCER_EPOCH: [47, "application-recoverable"],
  INVALID_TXN_STATE: [48, "other"],
  INVALID_PRODUCER_ID_MAPPING: [49, "application-recoverable"],
  INVALID_TRANSACTION_TIMEOUT: [50, "other"],
  CONCURRENT_TRANSACTIONS: [51, "retriable"],
  TRANSACTION_COORDINATOR_FENCED: [52, "other"],
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: [53, "invalid-configuration"],
  SECURITY_DISABLED: [54, "other"],
  OPERATION_NOT_ATTEMPTED: [55, "other"],
  KAFKA_STORAGE_ERROR: [56, "refresh-retriable"],
  LOG_DIR_NOT_FOUND: [57, "other"],
  SASL_AUTHENTICATION_FAILED: [58, "invalid-configuration"],
  UNKNOWN_PRODUCER_ID: [59, "other"],
  REASSIGNMENT_IN_PROGRESS: [60, "other"],
  DELEGATION_TOKEN_AUTH_DISABLED: [61, "other"],
  DELEGATION_TOKEN_NOT_FOUND: [62, "other"],
  DELEGATION_TOKEN_OWNER_MISMATCH: [63, "other"],
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: [64, "other"],
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: [65, "invalid-configuration"],
  DELEGATION_TOKEN_EXPIRED: [66, "other"],
  INVALID_PRINCIPAL_TYPE: [67, "other"],
  NON_EMPTY_GROUP: [68, "other"],
  GROUP_ID_NOT_FOUND: [69, "other"],
  FETCH_SESSION_ID_NOT_FOUND: [70, "retriable"],
  INVALID_FETCH_SESSION_EPOCH: [71, "retriable"],
  LISTENER_NOT_FOUND: [72, "refresh-retriable"],
  TOPIC_DELETION_DISABLED: [73, "other"],
  FENCED_LEADER_EPOCH: [74, "refresh-retriable"],
  UNKNOWN_LEADER_EPOCH: [75, "retriable"],
  UNSUPPORTED_COMPRESSION_TYPE: [76, "other"],
  STALE_BROKER_EPOCH: [77, "other"],
  OFFSET_NOT_AVAILABLE: [78, "retriable"],
  MEMBER_ID_REQUIRED: [79, "other"],
  PREFERRED_LEADER_NOT_AVAILABLE: [80, "refresh-retriable"],
  GROUP_MAX_SIZE_REACHED: [81, "other"],
  FENCED_INSTANCE_ID: [82, "application-recoverable"],
  ELIGIBLE_LEADERS_NOT_AVAILABLE: [83, "refresh-retriable"],
  ELECTION_NOT_NEEDED: [84, "refresh-retriable"],
  NO_REASSIGNMENT_IN_PROGRESS: [85, "other"],
  GROUP_SUBSCRIBED_TO_TOPIC: [86, "other"],
  INVALID_RECORD: [87, "invalid-configuration"],
  UNSTABLE_OFFSET_COMMIT: [88, "retriable"],
  THROTTLING_QUOTA_EXCEEDED: [89, "retriable"],
  PRODUCER_FENCED: [90, "application-recoverable"],
  RESOURCE_NOT_FOUND: [91, "other"],
  DUPLICATE_RESOURCE: [92, "other"],
  UNACCEPTABLE_CREDENTIAL: [93, "other"],
  INCONSISTENT_VOTER_SET: [94, "other"],
  INVALID_UPDATE_VERSION: [95, "other"],
  FEATURE_UPDATE_FAILED: [96, "other"],
  PRINCIPAL_DESERIALIZATION_FAILURE: [97, "other"],
  SNAPSHOT_NOT_FOUND: [98, "other"],
  POSITION_OUT_OF_RANGE: [99, "other"],
  UNKNOWN_TOPIC_ID: [100, "refresh-retriable"],
  DUPLICATE_BROKER_REGISTRATION: [101, "other"],
  BROKER_ID_NOT_REGISTERED: [102, "other"],
  INCONSISTENT_TOPIC_ID: [103, "refresh-retriable"],
  INCONSISTENT_CLUSTER_ID: [104, "other"],
  TRANSACTIONAL_ID_NOT_FOUND: [105, "other"],
  FETCH_SESSION_TOPIC_ID_ERROR: [106, "retriable"],
  INELIGIBLE_REPLICA: [107, "other"],
  NEW_LEADER_ELECTED: [108, "other"],
  OFFSET_MOVED_TO_TIERED_STORAGE: [109, "other"],
  FENCED_MEMBER_EPOCH: [110, "other"],
  UNRELEASED_INSTANCE_ID: [111, "other"],
  UNSUPPORTED_ASSIGNOR: [112, "other"],
  STALE_MEMBER_EPOCH: [113, "other"],
  MISMATCHED_ENDPOINT_TYPE: [114, "other"],
  UNSUPPORTED_ENDPOINT_TYPE: [115, "other"],
  UNKNOWN_CONTROLLER_ID: [116, "other"],
  UNKNOWN_SUBSCRIPTION_ID: [117, "other"],
  TELEMETRY_TOO_LARGE: [118, "other"],
  INVALID_REGISTRATION: [119, "other"],
  TRANSACTION_ABORTABLE: [120, "abortable"],
  INVALID_RECORD_STATE: [121, "other"],
  SHARE_SESSION_NOT_FOUND: [122, "retriable"],
  INVALID_SHARE_SESSION_EPOCH: [123, "retriable"],
  FENCED_STATE_EPOCH: [124, "other"],
  INVALID_VOTER_KEY: [125, "other"],
  DUPLICATE_VOTER: [126, "other"],
  VOTER_NOT_FOUND: [127, "other"],
  INVALID_REGULAR_EXPRESSION: [128, "other"],
  REBOOTSTRAP_REQUIRED: [129, "other"],
  STREAMS_INVALID_TOPOLOGY: [130, "other"],
  STREAMS_INVALID_TOPOLOGY_EPOCH: [131, "other"],
  STREAMS_TOPOLOGY_FENCED: [132, "other"],
  SHARE_SESSION_LIMIT_REACHED: [133, "retriable"],
} as const satisfies Record<string, readonly [number, ErrorClass]>;

export type KafkaErrorName = keyof typeof errors;

export interface KafkaErrorInfo {
  readonly code: number;
  readonly name: KafkaErrorName;
  readonly class: ErrorClass;
  readonly retriable: boolean;
}

const infos = Object.entries(errors).map(([name, [code, errorClass]]): KafkaErrorInfo => ({
  code,
  name: name as KafkaErrorName,
  class: errorClass,
  retriable: errorClass === "retriable" || errorClass === "refresh-retriable",
}));
const byCode = new Map(infos.map((info) => [info.code, info]));

/** The numeric code of each error: `errorCode.NOT_COORDINATOR`. */
export const errorCode = Object.fromEntries(infos.map((info) => [info.name, info.code])) as Record<
  KafkaErrorName,
  number
>;

/** A code that a newer broker invented counts as UNKNOWN_SERVER_ERROR, as in the Java client. */
export function kafkaError(code: number): KafkaErrorInfo {
  return byCode.get(code) ?? byCode.get(-1)!;
}
