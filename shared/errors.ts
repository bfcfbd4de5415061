/**
 * Every code that Weir reports, in one table: what it means and what to do. `GROUP_NNNN`; groups: DOC the document, NODE an operator's
 * configuration, EXPR expressions, PLAN the planner, RUN the engine, REC single records, KAFKA the client, EMB the embedded broker, HOST the studio's host, CLI usage.
 * Each part registers its codes here, in its own block, sorted. Messages are composed where the error arises.
 */
export const errorCodes = {
  // CLI: usage
  CLI_0001: "The command line is not understood.",
  CLI_0002: "There is no such command.",
  CLI_0003: "A file cannot be read.",
  CLI_0004: "A file cannot be written.",
  CLI_0101: "A document has errors, and the command cannot work on it.",
  CLI_0500: "Weir failed in a way that it should not: a bug.",
  // EXPR_00: how expressions are written
  EXPR_0001: "An expression is not written correctly.",
  EXPR_0002: "An expression is too long, too deep or has too many parts.",
  EXPR_0003: "An expression uses something that is not in the language.",
  EXPR_0004: "An arrow function is not where it may be, or not in the form that it may have.",
  EXPR_0005: "A number in an expression is out of range.",
  // EXPR_01: what expressions mean
  EXPR_0101: "A name in an expression is not known.",
  EXPR_0102: "A field does not exist in the data.",
  EXPR_0103: "A function does not exist.",
  EXPR_0104: "A value that may be null stands where null cannot.",
  EXPR_0105: "An operator does not take values of these types.",
  EXPR_0106: "A number and a decimal are combined without a conversion.",
  EXPR_0107: "Values that can never be equal are compared.",
  EXPR_0108: "A condition is not true or false.",
  EXPR_0109: "Alternatives of an expression have no type in common.",
  EXPR_0110: "A function is called with arguments that it does not take.",
  EXPR_0111: "An expression does not have the type that is needed.",
  EXPR_0112: "A value has no fields or items, or not by such an index.",
  EXPR_0113: "A test for null always has the same answer.",
  EXPR_0114: "A part of an expression fails for every record.",
  EXPR_0115: "An aggregate function is not where it may be.",
  EXPR_0116: "An object has a field twice.",
  // DOC_00: the text of a document
  DOC_0001: "The document is too large.",
  DOC_0002: "The document is not UTF-8.",
  DOC_0003: "The document starts with a byte order mark.",
  DOC_0004: "The document is not valid JSON.",
  DOC_0005: "The document ends in the middle of a value.",
  DOC_0006: "Something follows after the end of the document.",
  DOC_0007: "A key stands twice in one object.",
  DOC_0008: "The document is nested too deep.",
  DOC_0009: "A string is too long.",
  DOC_0010: "A string contains half of a surrogate pair.",
  DOC_0011: "A number cannot be held exactly.",
  DOC_0012: "The document has too many values.",
  DOC_0013: "The document contains conflict markers of a merge.",
  // DOC_01: its form
  DOC_0101: "The document is not a JSON object.",
  DOC_0102: "The document does not say which format it has.",
  DOC_0103: "The document has a newer format and can only be read.",
  DOC_0104: "A key is not known.",
  DOC_0105: "Something required is missing.",
  DOC_0106: "A value is not of the right form.",
  DOC_0107: "The version of an operator is not written down.",
  DOC_0108: "A node uses a newer version of its operator and can only be read.",
  DOC_0109: "An expression is too long.",
  DOC_0110: "An id is not valid.",
  DOC_0111: "A secret stands in the document.",
  DOC_0112: "A reference to a secret is not understood.",
  DOC_0113: "The pipeline has too many nodes or edges.",
  // DOC_02: its graph
  DOC_0201: "An edge refers to a node that does not exist.",
  DOC_0202: "An edge refers to a port that does not exist.",
  DOC_0203: "Two edges connect the same ports.",
  DOC_0204: "An input has no edge.",
  DOC_0205: "An input has more edges than it takes.",
  DOC_0207: "Nodes form a cycle.",
  DOC_0208: "What a node produces is not used.",
  DOC_0209: "Two nodes have the same name.",
  DOC_0210: "The type of a node is not known.",
  DOC_0211: "The pipeline has no nodes.",
  // DOC_03: changes of it
  DOC_0301: "An edit does not fit the pipeline.",
  // EMB: the embedded broker
  EMB_0001: "The embedded broker cannot listen on its port.",
  EMB_0002: "The embedded broker cannot use its folder.",
  // EXPR_02: types written as text
  EXPR_0201: "A type is not written correctly.",
  EXPR_0202: "A type has a name that does not exist.",
  EXPR_0203: "A type is too long, too deep or has too many fields.",
  // EXPR_10: expressions at run time
  EXPR_1001: "A value is null where null is not allowed.",
  EXPR_1002: "A number is divided by zero.",
  EXPR_1003: "A result is out of the range of its type.",
  EXPR_1004: "A value of untyped data does not have the type that the expression needs.",
  EXPR_1005: "A number cannot be converted without losing digits.",
  EXPR_1006: "An expression makes too much or takes too long.",
  // HOST: the studio's host
  HOST_0001: "The host does not understand a request.",
  HOST_0002: "A request comes from somewhere that has no access.",
  HOST_0003: "A folder cannot be opened as a workspace.",
  HOST_0004: "A path leads out of the workspace.",
  HOST_0005: "The folder is not trusted yet.",
  HOST_0006: "A file of the workspace cannot be read.",
  HOST_0007: "A file of the workspace cannot be written.",
  HOST_0008: "The library of the studio cannot be used.",
  HOST_0009: "A process of the runtime ended unexpectedly.",
  HOST_0010: "A request was cancelled.",
  HOST_0011: "There is no such run.",
  HOST_0012: "A cluster cannot be reached.",
  HOST_0013: "The store of secrets is locked.",
  HOST_0014: "The connection to the host is lost.",
  HOST_0015: "The workspace can only be read.",
  HOST_0016: "A cluster refuses a request.",
  HOST_0017: "The studio is not built.",
  HOST_0500: "The host failed in a way that it should not: a bug.",
  // KAFKA_00: connections
  KAFKA_0001: "No broker can be reached.",
  KAFKA_0002: "A connection to a broker was lost or did not come about.",
  KAFKA_0003: "What answers is not a Kafka broker, or its answer breaks the protocol.",
  KAFKA_0004: "A secure connection (TLS) cannot be made.",
  KAFKA_0005: "A broker does not accept the user.",
  KAFKA_0006: "A connection is set up in a way that is not safe or not possible.",
  KAFKA_0007: "A broker is too old or too new for a request.",
  // KAFKA_01: requests
  KAFKA_0101: "A broker refuses a request.",
  KAFKA_0102: "A topic or partition does not exist.",
  KAFKA_0103: "A permission is missing.",
  KAFKA_0104: "A request was not done in time.",
  // KAFKA_02: reading
  KAFKA_0201: "An offset is no longer, or not yet, in a partition.",
  KAFKA_0202: "A topic was deleted and created anew while it was being read.",
  KAFKA_0203: "A record batch cannot be read.",
  // KAFKA_03: groups
  KAFKA_0301: "The group has gone on without this member.",
  KAFKA_0302: "The group cannot run this pipeline.",
  // KAFKA_04: writing
  KAFKA_0401: "A record is larger than allowed.",
  KAFKA_0402: "A batch was not acknowledged in time.",
  KAFKA_0403: "The producer cannot go on.",
  // NODE_01: how an operator's configuration is written
  NODE_0101: "A node has nothing to do: what it computes is empty.",
  NODE_0102: "A setting is not known.",
  NODE_0103: "A setting is missing.",
  NODE_0104: "A setting is not of the right form.",
  NODE_0105: "A name cannot be used in a configuration.",
  // NODE_02: what it means
  NODE_0201: "A field that a setting names does not exist in the data.",
  NODE_0202: "Settings contradict each other, or do nothing.",
  NODE_0203: "A value has no fields where fields are named.",
  NODE_0204: "A format cannot hold what is written in it.",
  NODE_0205: "A list is needed and there is none.",
  NODE_0206: "Two outputs have the same name.",
  NODE_0207: "A name is taken by the operator itself.",
  NODE_0208: "A window is not possible as it is set.",
  NODE_0209: "A join keeps very much in memory.",
  NODE_0210: "A generated field is not possible as it is set.",
  // PLAN_00: what meets on edges
  PLAN_0002: "A table is connected where a stream is needed.",
  PLAN_0003: "Streams of different types meet at one input.",
  // PLAN_01: keys and partitions
  PLAN_0101: "Keys of different types meet.",
  PLAN_0102: "Topics that must have equally many partitions have not.",
  // PLAN_02: topics and connections
  PLAN_0201: "A pipeline uses more than one Kafka connection.",
  PLAN_0202: "The name of a topic is not possible.",
  PLAN_0203: "A topic is used in ways that contradict each other.",
  PLAN_0204: "Records go round in a loop through topics.",
  // PLAN_03: state
  PLAN_0301: "State grows without bound.",
  // REC: values of single records
  REC_0001: "A text is not valid JSON.",
  REC_0002: "A JSON value is nested deeper than the limit.",
  REC_0003: "A value does not have the type that is declared for it.",
  REC_0004: "A number is malformed or beyond what its type can hold.",
  REC_0005: "A function of an expression cannot work with the value it was given.",
  REC_0006: "A function of an expression would produce more than the limit.",
  REC_0007: "A text is not a valid instant, duration, address or encoding.",
  REC_0008: "A record is larger than the limit.",
  REC_0009: "A text is not valid UTF-8.",
  REC_0010: "A line of a delimited text does not have the declared columns or is not quoted correctly.",
  REC_0011: "A value cannot be written in the format of its topic or file.",
  // RUN: the engine
  RUN_0001:
    "A node failed on a record and its onError says fail: the pipeline stopped before anything of that record was committed.",
  RUN_0002: "A topic that the pipeline reads does not exist on the cluster.",
  RUN_0003: "Retention deleted records before the pipeline had read them.",
  RUN_0004: "No cluster to run on: neither the environment, nor --brokers, nor --embedded names one.",
  RUN_0005: "A secret that a connection refers to is not there.",
  RUN_0006: "Topics that are read together have different numbers of partitions.",
  RUN_0007: "A worker thread ended by itself.",
  RUN_0008: "Test records or a test document name something that the pipeline does not have.",
  RUN_0009: "The guarantee that the pipeline asks for cannot be given yet.",
  RUN_0500: "Something unexpected happened in the engine: a bug in Weir.",
  // RUN_05: files
  RUN_0501: "A file cannot be opened, read or written.",
  // RUN_06: state
  RUN_0601: "A changelog holds a record that this version of Weir cannot read.",
  RUN_0602: "A changelog was written for other aggregates than the pipeline has now.",
  RUN_0603: "A record without a usable time came to an operator that works by time.",
  REC_0101: "A record's time lies further in the future than its source allows.",
  REC_0102: "A record has no valid event time.",
  REC_0103: "A partition expression named a partition that the topic does not have.",
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof errorCodes;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCodes, text);
}

/** An expected failure: it has a code, says what happened (`message`) and what to do (`hint`), and never shows a stack trace to the user. */
export class WeirError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly node: string | undefined;
  readonly pointer: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; node?: string; pointer?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "WeirError";
    this.code = code;
    this.hint = options.hint;
    this.node = options.node;
    this.pointer = options.pointer;
  }
}
