/** Why a record ends without output, in a person's words. */
const words: Readonly<Record<string, string>> = {
  filtered: "filtered",
  "no-match": "no case matched",
  "null-key": "no key",
  "null-value": "no value",
  late: "late",
  "no-join-partner": "unmatched",
  "empty-list": "empty list",
  failed: "failed",
  future: "too far in the future",
};

export function reasonText(reason: string): string {
  return words[reason] ?? reason;
}

/** "112 records · 5 unmatched · 1 late" */
export function countsText(
  records: number,
  dropped: Readonly<Record<string, number>>,
  failed = 0,
  word: readonly [one: string, many: string] = ["record", "records"],
): string {
  const parts = [`${records.toLocaleString("en")} ${records === 1 ? word[0] : word[1]}`];
  for (const [reason, count] of Object.entries(dropped))
    if (count > 0) parts.push(`${count.toLocaleString("en")} ${reasonText(reason)}`);
  if (failed > 0 && !("failed" in dropped)) parts.push(`${failed.toLocaleString("en")} failed`);
  return parts.join(" · ");
}
