/** What sinks and dead-letter topics of a simulation were given, row by row with the step. */
import type { PreviewRecords } from "../../../shared/protocol/preview.ts";
import type { Type } from "../../../shared/records/types.ts";
import { ANY } from "../../../shared/records/types.ts";
import type { Format } from "../../../shared/topology/topology.ts";
import { headersOf } from "../../engine/feed.ts";
import { textOf } from "../../engine/records-out.ts";
import type { Simulation } from "../../engine/simulation.ts";
import { shorten } from "../../observability/tap-rows.ts";
import { RowList, type RowBudget } from "./row-list.ts";

interface Watched {
  readonly name: string;
  readonly topic: string;
  readonly key: Format;
  readonly keyType: Type;
  readonly value: Format;
  readonly valueType: Type;
  readonly list: RowList;
  seen: number;
}

const TEXT: Format = { format: "string" };

export class Written {
  readonly #simulation: Simulation;
  readonly #sinks: readonly Watched[];
  readonly #deadLetters: readonly Watched[];

  constructor(simulation: Simulation, rows: number, budget: RowBudget) {
    this.#simulation = simulation;
    const list = (): RowList => new RowList(rows, budget);
    this.#sinks = simulation.sinks.map(({ node, config }) => ({ ...config, name: node, list: list(), seen: 0 }));
    this.#deadLetters = simulation.topology.topics
      .filter((topic) => topic.role === "dead-letter")
      .map(({ name }) => ({
        name,
        topic: name,
        key: TEXT,
        keyType: ANY,
        value: TEXT,
        valueType: ANY,
        list: list(),
        seen: 0,
      }));
  }

  /** What has come since the last call belongs to this step. */
  collect(step: number): void {
    for (const watched of this.#sinks) this.#collect(watched, step);
    for (const watched of this.#deadLetters) this.#collect(watched, step);
  }

  #collect(watched: Watched, step: number): void {
    const records = this.#simulation.partitions(watched.topic)[0] ?? [];
    for (let at = watched.seen; at < records.length; at++) {
      const record = records[at];
      if (record === undefined) continue;
      watched.list.add(() => {
        const headers = headersOf(record.headers);
        return {
          step,
          timestampMs: record.timestampMs,
          key: shown(textOf(record.key, watched.key, watched.keyType)),
          value: shown(textOf(record.value, watched.value, watched.valueType)),
          ...(headers.length === 0 ? {} : { headers }),
        };
      });
    }
    watched.seen = records.length;
  }

  sinks(): Record<string, PreviewRecords> {
    return recordsBy(this.#sinks);
  }

  deadLetters(): Record<string, PreviewRecords> {
    return recordsBy(this.#deadLetters);
  }
}

function shown(text: string | null): string | null {
  return text === null ? null : shorten(text);
}

function recordsBy(lists: readonly Watched[]): Record<string, PreviewRecords> {
  return Object.fromEntries(lists.map(({ name, list }) => [name, list.toJson()]));
}
