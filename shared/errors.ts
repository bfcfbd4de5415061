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
  // EXPR_02: types written as text
  EXPR_0201: "A type is not written correctly.",
  EXPR_0202: "A type has a name that does not exist.",
  EXPR_0203: "A type is too long, too deep or has too many fields.",
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
