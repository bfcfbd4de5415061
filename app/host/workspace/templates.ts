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
    id: "clicks-per-minute",
    title: "Clicks a minute",
    summary: "Counts clicks per page in windows of one minute and writes each count when its window closes.",
    tags: ["aggregate", "tumbling window", "web analytics"],
  },
  {
    id: "enrich-orders",
    title: "Customer enrichment",
    summary: "Looks up each order's customer in a table that follows its own topic, and adds name and segment.",
    tags: ["table", "lookup join", "enrichment"],
  },
  {
    id: "iot-downsampling",
    title: "Sensor downsampling",
    summary: "Reduces measurements of many sensors to one line per sensor and window, with least, greatest and mean.",
    tags: ["IoT", "aggregate", "late data"],
  },
  {
    id: "mask-and-route",
    title: "Masking, routing and dead letters",
    summary: "Hides personal data, routes records by their content, and keeps what cannot be read as dead letters.",
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
  const optional = async (kind: string): Promise<string | null> => await text(kind).catch(() => null);
  const [pipeline, layout, tests] = await Promise.all([text("pipeline"), optional("layout"), optional("test")]);
  return { ...choice, pipeline, layout, tests };
}
