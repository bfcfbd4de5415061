/**
 * A finding about a pipeline, in the same form in the studio's problems panel, `weir validate` and the runtime.
 * `code` is `GROUP_NNNN` and listed in shared/errors.ts. `message` says what is wrong, `hint` what to do about it.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly hint?: string;
  /** Id of the node it is about. */
  readonly node?: string;
  /** JSON pointer (RFC 6901) into the document, `""` for the whole of it. */
  readonly pointer?: string;
  /** Where in an expression (`[from, to)` in UTF-16 units of its source) or a text file (from its start). */
  readonly range?: { readonly from: number; readonly to: number };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
