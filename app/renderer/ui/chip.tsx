import "./chip.css";
import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import { toIconName } from "./icons.ts";

/** Operator kinds; each has one colour, `--k-<kind>`. */
export type OperatorKind = "source" | "cdc" | "transform" | "join" | "window" | "sink";

const kinds: Readonly<Record<string, OperatorKind>> = {
  sources: "source",
  transforms: "transform",
  joins: "join",
  windows: "window",
  sinks: "sink",
};

/** The kind of a catalogue group; `transform` for one that is not known. */
export function kindOfGroup(group: string): OperatorKind {
  return kinds[group] ?? "transform";
}

export interface ChipProps {
  readonly kind: OperatorKind;
  /** A lucide name, as the catalogue gives it. */
  readonly icon: string;
  readonly size?: "medium" | "large" | undefined;
  /** Only the icon in its colour, as in the palette. */
  readonly bare?: boolean | undefined;
}

/** Also sets `--kind` for what is inside. `ui-kind-<kind>` does the same for any element. */
export function Chip({ kind, icon, size = "medium", bare }: ChipProps) {
  const pixels = bare === true ? 16 : size === "large" ? 18 : 13;
  return (
    <span
      className={classNames("ui-chip", `ui-kind-${kind}`, `ui-chip-${size}`, bare && "ui-chip-bare")}
      aria-hidden="true"
    >
      <Icon name={toIconName(icon)} size={pixels} />
    </span>
  );
}
