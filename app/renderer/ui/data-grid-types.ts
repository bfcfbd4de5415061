import type { ReactNode } from "react";

export interface GridColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** What is shown (by `cellText`), copied and measured. */
  readonly value: (row: Row) => unknown;
  /** In place of the text. No controls: a row is one. */
  readonly render?: ((row: Row) => ReactNode) | undefined;
  /** Right-aligned. */
  readonly numeric?: boolean | undefined;
  /** In the second colour of text, such as times. */
  readonly quiet?: boolean | undefined;
  /** Pixels to begin with; 120 when not given. What is left is shared in proportion. */
  readonly widthPx?: number | undefined;
  /** Kind of the values' type, shown beside the title in its colour. */
  readonly kind?: string | undefined;
}

export interface DataGridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly selection?: "none" | "one" | "many" | undefined;
  readonly selected?: ReadonlySet<string> | undefined;
  readonly onSelect?: ((ids: ReadonlySet<string>) => void) | undefined;
  /** Lit, such as the same record elsewhere. */
  readonly highlighted?: ReadonlySet<string> | undefined;
  /** Struck through: dropped. */
  readonly struck?: ReadonlySet<string> | undefined;
  /** Why a row is struck, for screen readers; "dropped" when not given. */
  readonly struckText?: string | undefined;
  /** The row under the pointer, or null. */
  readonly onPoint?: ((id: string | null) => void) | undefined;
  /** Enter, or a double press. */
  readonly onOpen?: ((id: string) => void) | undefined;
  /** Called with what was copied, e.g. to show a notice. */
  readonly onCopied?: ((format: "JSON" | "CSV", rows: number) => void) | undefined;
  /** Stays at the end as rows come, while it is there. */
  readonly follow?: boolean | undefined;
  readonly loading?: boolean | undefined;
  readonly error?: ReactNode;
  readonly empty?: ReactNode;
  /** 24 pixels when not given. */
  readonly rowPx?: number | undefined;
}
