import type { IconName } from "./icons.ts";

export interface ComboboxOption {
  readonly value: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon?: IconName | undefined;
  readonly group?: string | undefined;
  /** Also found by these words. */
  readonly keywords?: string | undefined;
  readonly disabled?: boolean | undefined;
}

const limit = 200;

/** Options that hold every word of the query, those that start with it first; at most 200, and how many were left out. Groups keep together. */
export function filterOptions(
  options: readonly ComboboxOption[],
  query: string,
): { readonly shown: readonly ComboboxOption[]; readonly more: number } {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return { shown: options.slice(0, limit), more: Math.max(0, options.length - limit) };
  const found = options.filter((option) => {
    const text = `${option.label} ${option.value} ${option.detail ?? ""} ${option.keywords ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = words[0] ?? "";
  const rank = (option: ComboboxOption): number => (option.label.toLowerCase().startsWith(first) ? 0 : 1);
  const ranked = found.toSorted((a, b) => rank(a) - rank(b));
  return { shown: ranked.slice(0, limit), more: Math.max(0, ranked.length - limit) };
}
