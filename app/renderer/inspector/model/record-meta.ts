import type { ExpressionMeta } from "../../../../shared/operators/field-meta.ts";

/** What an expression names that says nothing else. */
export const recordMeta: ExpressionMeta = { scope: ["record"] };
