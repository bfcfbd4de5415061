/** What a document may be at most. Enforced while reading, before anything is built from it. */
export const limits = {
  documentBytes: 32 * 1024 * 1024,
  nodes: 10_000,
  edges: 50_000,
  /** Objects and arrays inside one another. */
  depth: 64,
  /** Values and keys in the whole document. */
  values: 1_000_000,
  /** UTF-16 units of one string or key. */
  stringLength: 1024 * 1024,
  /** UTF-16 units of one expression. */
  expressionLength: 16 * 1024,
  nameLength: 200,
  /** Findings that one document may cause; the rest is summed up. */
  diagnostics: 200,
} as const;
