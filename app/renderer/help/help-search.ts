/** What help there is, to be searched: operators, their settings, functions. */
import { library } from "../../../shared/expressions/functions/library.ts";
import { catalogue } from "../../../shared/operators/catalogue.ts";
import { aggregateFunctions } from "../../../shared/operators/windows/aggregate-functions.ts";
import { fieldsOf } from "../inspector/model/field-spec.ts";
import type { HelpTopic } from "./help-store.ts";

export interface HelpEntry {
  readonly title: string;
  readonly text: string;
  readonly group: "Operators" | "Settings" | "Functions";
  readonly topic: HelpTopic;
}

let entries: readonly HelpEntry[] | null = null;

export function helpEntries(): readonly HelpEntry[] {
  entries ??= [
    ...[...catalogue.values()].map((operator): HelpEntry => ({
      title: operator.title,
      text: operator.summary,
      group: "Operators",
      topic: { kind: "operator", type: operator.type },
    })),
    ...[...library.values()].map((fn): HelpEntry => ({
      title: fn.name,
      text: fn.summary,
      group: "Functions",
      topic: { kind: "functions", name: fn.name },
    })),
    ...aggregateFunctions.map((fn): HelpEntry => ({
      title: fn.name,
      text: fn.summary,
      group: "Functions",
      topic: { kind: "functions", name: fn.name },
    })),
    ...[...catalogue.values()].flatMap((operator) =>
      fieldsOf(operator.config).map((field): HelpEntry => ({
        title: `${operator.title}: ${field.title}`,
        text: field.meta.description ?? "",
        group: "Settings",
        topic: { kind: "operator", type: operator.type },
      })),
    ),
  ];
  return entries;
}

const MOST = 40;

/** Every word must be found; where it stands in the title it counts more, at its beginning most. */
export function searchHelp(text: string): readonly HelpEntry[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  return helpEntries()
    .flatMap((entry) => {
      const title = entry.title.toLowerCase();
      const whole = `${title} ${entry.text.toLowerCase()}`;
      if (!words.every((word) => whole.includes(word))) return [];
      const score = words.reduce((sum, word) => sum + (title.startsWith(word) ? 4 : title.includes(word) ? 2 : 0), 0);
      return [{ entry, score }];
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}
