/**
 * Every code that Weir reports, in one table: what it means and what to do. `GROUP_NNNN`; groups: DOC the document, NODE an operator's
 * configuration, EXPR expressions, PLAN the planner, RUN the engine, REC single records, KAFKA the client, EMB the embedded broker, CLI usage.
 * Each part registers its codes here, in its own block, sorted. Messages are composed where the error arises.
 */
export const errorCodes = {
  // CLI: usage
  CLI_0001: "The command line is not understood.",
  CLI_0002: "There is no such command.",
  CLI_0003: "A file cannot be read.",
  CLI_0004: "A file cannot be written.",
  CLI_0005: "A file is not what the command works on.",
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
  // REC: values of single records
  REC_0001: "A text is not valid JSON.",
  REC_0002: "A JSON value is nested deeper than the limit.",
  REC_0003: "A value does not have the type that is declared for it.",
  REC_0004: "A number is malformed or beyond what its type can hold.",
  REC_0005: "A function of an expression cannot work with the value it was given.",
  REC_0006: "A function of an expression would produce more than the limit.",
  REC_0007: "A text is not a valid instant, duration, address or encoding.",
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof errorCodes;

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
