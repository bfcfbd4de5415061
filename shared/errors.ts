/**
 * Every code that Weir reports, in one table: what it means and what to do. `GROUP_NNNN`; groups: DOC the document, NODE an operator's
 * configuration, EXPR expressions, PLAN the planner, RUN the engine, REC single records, KAFKA the client, EMB the embedded broker, CLI usage.
 * Each part registers its codes here, in its own block, sorted. Messages are composed where the error arises.
 */
export const errorCodes = {
  // CLI: usage
  CLI_0001: "The command line is not understood.",
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
