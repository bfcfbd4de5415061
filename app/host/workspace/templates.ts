/** Pipelines to start from: samples that come with Weir, chosen and described for a first look. Each previews on generated data at once. */
import { readFile } from "node:fs/promises";
import type { Template } from "../../../shared/protocol/host-api.ts";
import { packageRoot } from "../package-root.ts";

interface Choice {
  /** Stem of the sample's files in test/pipelines. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly tags: readonly string[];
}

export const choices: readonly Choice[] = [
  {
    id: "card-velocity",
    title: "Card fraud by velocity",
    summary: "Five payments with one card within a minute raise an alert; cards seen in several countries are blocked.",
    tags: ["overlapping windows", "alerts", "payments"],
  },
  {
    id: "order-payments",
    title: "Orders with their payments",
    summary:
      "Each order waits up to fifteen minutes for its payment. Paid orders are shipped, the others are asked for.",
    tags: ["join of two streams", "late data", "exactly once"],
  },
  {
    id: "enrich-orders",
    title: "Customer enrichment",
    summary: "Each order gets its customer's name and discount, looked up in a table that follows a topic of its own.",
    tags: ["table", "lookup", "decimals"],
  },
  {
    id: "clicks-per-minute",
    title: "Clicks a minute",
    summary: "Counts clicks and people per page in windows of one minute; robots do not count.",
    tags: ["windows", "distinct counts", "web analytics"],
  },
  {
    id: "iot-downsampling",
    title: "Sensor downsampling",
    summary:
      "Five-minute means of many sensors, one result a minute; readings that come too late go to a topic of their own.",
    tags: ["IoT", "overlapping windows", "late data"],
  },
  {
    id: "mask-and-route",
    title: "Masking and routing",
    summary: "Hides personal data and routes sign-ups by region; what cannot be read is kept as a dead letter.",
    tags: ["privacy", "branch", "dead letters"],
  },
];

let loaded: Promise<readonly Template[]> | null = null;

export async function readTemplates(): Promise<readonly Template[]> {
  loaded ??= Promise.all(choices.map(async (choice) => await load(choice)));
  return await loaded;
}

async function load(choice: Choice): Promise<Template> {
  const text = async (kind: string): Promise<string> =>
    await readFile(new URL(`test/pipelines/${choice.id}.${kind}.json`, packageRoot().url), "utf8");
  const [pipeline, layout, tests] = await Promise.all([text("pipeline"), text("layout"), text("test")]);
  return { ...choice, pipeline, layout, tests };
}
