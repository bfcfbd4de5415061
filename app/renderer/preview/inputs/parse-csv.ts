/** RFC 4180, with comma, semicolon or tab, whichever the header has most of. */

export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly problem: { readonly line: number; readonly message: string } | null;
}

export interface CsvRow {
  readonly cells: readonly string[];
  /** Where the row starts, from 1. */
  readonly line: number;
}

export function parseCsv(text: string): Csv {
  const [first = ""] = text.split("\n", 1);
  const separator = [",", ";", "\t"].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ",";
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.length > 1 || cell !== "") rows.push({ cells, line: startLine });
    cells = [];
    cell = "";
    startLine = line;
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === "\n") line += 1;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === separator) {
      cells.push(cell);
      cell = "";
    } else if (sign === "\n") endRow();
    else if (sign !== "\r") cell += sign;
  }
  const problem = quoted ? { line: startLine, message: "A quoted cell is not closed." } : null;
  if (!quoted) endRow();
  const [header, ...rest] = rows;
  return { header: header?.cells.map((name) => name.trim()) ?? [], rows: rest, problem };
}
