/** Bounds on what is compiled and on what one evaluation may do; library functions have their own (functions/limits.ts). */
export const LIMITS = {
  /** UTF-16 units of source. */
  source: 16_384,
  /** Brackets within brackets. */
  brackets: 64,
  /** Nodes on the longest way through the tree; a chain of operators counts too. */
  depth: 256,
  nodes: 4_000,
  /** Nodes that the checker looks at; more than there are because the function of `reduce` may be looked at again. */
  checks: 40_000,
  /** UTF-16 units of text, or items, of a constant that is computed before the run. */
  constant: 16_384,
  /** Items and fields that the loops of one evaluation may handle. */
  steps: 1_000_000,
} as const;
