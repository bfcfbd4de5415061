/** Operators that a text finds, the best first. Pure. */
import type { AnyOperator } from "../../../shared/operators/operator.ts";

/** Other words that people look for. */
const synonyms: Readonly<Record<string, string>> = {
  filter: "where condition keep drop",
  map: "select project transform fields compute",
  "flat-map": "explode split unnest array",
  "select-key": "rekey re-key key by",
  branch: "route switch case if",
  merge: "union combine",
  peek: "log debug look",
  mask: "hide redact pii privacy hash",
  repartition: "shuffle partitions",
  aggregate: "group count sum window tumbling hopping reduce",
  "stream-table-join": "enrich lookup left join",
  "stream-stream-join": "join window correlate",
  "kafka-source": "consume read topic input",
  "table-source": "ktable state lookup input",
  "file-source": "read csv ndjson input",
  generator: "sample fake test data input",
  "kafka-sink": "produce write topic output",
  "file-sink": "write csv ndjson output",
  "console-sink": "print stdout output",
};

export function findOperators(operators: readonly AnyOperator[], text: string): readonly AnyOperator[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return operators;
  return operators
    .flatMap((operator) => {
      const rank = rankOf(operator, words);
      return rank === null ? [] : [{ operator, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ operator }) => operator);
}

function rankOf(operator: AnyOperator, words: readonly string[]): number | null {
  const title = operator.title.toLowerCase();
  if (words.every((word) => title.startsWith(word))) return 0;
  if (words.every((word) => title.includes(word))) return 1;
  const more = `${title} ${operator.type} ${operator.group} ${synonyms[operator.type] ?? ""}`.toLowerCase();
  if (words.every((word) => more.includes(word))) return 2;
  return words.every((word) => `${more} ${operator.summary.toLowerCase()}`.includes(word)) ? 3 : null;
}
