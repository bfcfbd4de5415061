/** Settings in a person's words, where the document uses the field's terms. By operator and field; `*` for all operators. */
interface Words {
  readonly labels: Readonly<Record<string, string>>;
  readonly notes?: Readonly<Record<string, string>>;
}

const words: Readonly<Record<string, Words>> = {
  "stream-stream-join.kind": {
    labels: { inner: "both", left: "left", outer: "either" },
    notes: {
      inner: "only pairs pass",
      left: "unmatched left records wait, then pass alone",
      outer: "unmatched ones wait, then pass alone",
    },
  },
  "stream-table-join.kind": {
    labels: { inner: "found", left: "all" },
    notes: { inner: "records without a row end here", left: "records without a row pass with null" },
  },
  "aggregate.emit": {
    labels: { "on-update": "each change", "on-close": "at the end" },
    notes: { "on-update": "a result whenever it changes", "on-close": "one final result for each window" },
  },
  "mask.fields": {
    labels: {
      all: "Hide all",
      card: "Card number",
      digits: "Digits",
      email: "E-mail",
      hash: "Hash",
      ip: "IP address",
      last4: "All but the last 4",
      redact: "Say “redacted”",
      remove: "Remove",
    },
  },
  "file-source.format": { labels: { ndjson: "JSON lines", csv: "CSV" } },
  "file-sink.format": { labels: { ndjson: "JSON lines", csv: "CSV" } },
  "console-sink.format": { labels: { json: "One line", pretty: "For reading" } },
  "*.format": { labels: { json: "JSON", string: "Text", bytes: "Bytes", delimited: "Delimited" } },
  "generator.kind": {
    labels: {
      sequence: "Sequence",
      int: "Whole number",
      number: "Number",
      decimal: "Decimal",
      boolean: "True or false",
      choice: "One of",
      text: "Text",
      uuid: "UUID",
      time: "Time of the record",
      struct: "Object",
    },
  },
};

export function choiceWords(operator: string, field: string, choice: string): string {
  const found = words[`${operator}.${field}`] ?? words[`*.${field}`];
  return found?.labels[choice] ?? choice.replaceAll("-", " ");
}

export function choiceNote(operator: string, field: string, choice: string): string | undefined {
  return (words[`${operator}.${field}`] ?? words[`*.${field}`])?.notes?.[choice];
}

/** What a person calls a field, where that is not its title. */
const titles: Readonly<Record<string, string>> = {
  "stream-stream-join.kind": "Keep",
  "stream-table-join.kind": "Keep",
  "stream-stream-join.on": "Match",
  "stream-table-join.on": "Match",
  "filter.where": "Keep records where",
  "aggregate.fields": "Compute",
  "branch.otherwise": "Everything else goes to",
};

export function fieldTitle(operator: string, field: string, title: string): string {
  return titles[`${operator}.${field}`] ?? title;
}
