/** What the document needs to know of the catalogue's operators. */
import type { OperatorFacts, OperatorLookup } from "../pipeline/operator-lookup.ts";
import type { Json } from "../pipeline/pipeline.ts";
import { canonicalConfig } from "./canonical-config.ts";
import { catalogue } from "./catalogue.ts";

export const operatorLookup: OperatorLookup = (type) => facts.get(type);

const facts: ReadonlyMap<string, OperatorFacts> = new Map(
  [...catalogue.values()].map(({ type, version, migrations, config }) => [
    type,
    { version, migrations, canonicalConfig: (value: Json) => canonicalConfig(config, value) },
  ]),
);
