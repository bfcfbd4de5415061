/** From where, what to look for, and how bytes are shown. */
import { Button } from "../ui/button.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { fromOf, type From } from "./from.ts";

export interface Query {
  readonly kind: From["kind"];
  /** An offset or an instant, as it is typed. */
  readonly place: string;
  readonly search: string;
  readonly form: "text" | "hex";
}

export interface RecordsToolsProps {
  readonly query: Query;
  readonly onChange: (part: Partial<Query>) => void;
  readonly loading: boolean;
  readonly onAgain: () => void;
  readonly said: string;
}

export function RecordsTools({ query, onChange, loading, onAgain, said }: RecordsToolsProps) {
  const { kind, place, search, form } = query;
  const wrong = place !== "" && fromOf(kind, place) === null;
  return (
    <div className="records-tools">
      <Select
        aria-label="From where"
        size="small"
        value={kind}
        options={[
          { value: "newest", label: "Newest first" },
          { value: "oldest", label: "Oldest first" },
          { value: "offset", label: "From an offset" },
          { value: "time", label: "From a time" },
        ]}
        onChange={(next) => onChange({ kind: next, place: startOf(next) })}
      />
      {(kind === "offset" || kind === "time") && (
        <TextField
          size="small"
          mono
          aria-label={kind === "offset" ? "Offset" : "Time"}
          aria-invalid={wrong}
          className="records-place"
          value={place}
          onChange={(next) => onChange({ place: next })}
          placeholder={kind === "offset" ? "0" : "2026-01-01T00:00:00Z"}
        />
      )}
      <SearchField
        size="small"
        value={search}
        onChange={(next) => onChange({ search: next })}
        placeholder="Find in key or value"
        loading={loading && search !== ""}
      />
      <Segmented
        aria-label="Show bytes as"
        size="small"
        value={form}
        options={[
          { value: "text", label: "Text" },
          { value: "hex", label: "Hex" },
        ]}
        onChange={(next) => onChange({ form: next })}
      />
      <span role="status" className={wrong ? "records-wrong" : "records-said"}>
        {wrong ? wrongText(kind) : said}
      </span>
      <Button size="small" icon="refresh-cw" loading={loading} onClick={onAgain}>
        Read again
      </Button>
    </div>
  );
}

/** Something that is there: the first offset, an hour ago. */
function startOf(kind: From["kind"]): string {
  if (kind === "offset") return "0";
  return kind === "time" ? `${new Date(Date.now() - 3_600_000).toISOString().slice(0, 19)}Z` : "";
}

function wrongText(kind: From["kind"]): string {
  return kind === "offset" ? "An offset is a whole number." : "Write a time like 2026-01-31T08:00:00Z.";
}
