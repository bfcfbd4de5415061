/** What the document needs to know of an operator, so that this folder does not depend on the catalogue. */
import type { Migration } from "./migrations.ts";
import type { Json } from "./pipeline.ts";

export interface OperatorFacts {
  readonly version: number;
  /** Of its config, from version 1 on. */
  readonly migrations: readonly Migration[];
  /** Config with its keys in the order of the schema and without what is default; the writer prints that. */
  readonly canonicalConfig?: (config: Json) => Json;
}

export type OperatorLookup = (type: string) => OperatorFacts | undefined;

export const noOperators: OperatorLookup = () => undefined;
