import { followColumn } from "./lineage-store.ts";
import type { WayEntry } from "./lineage-words.ts";
import type { LineageKind } from "../../../shared/topology/lineage.ts";
import { useSession } from "../stores/session.tsx";
import { Icon } from "../ui/icon.tsx";
import type { IconName } from "../ui/icons.ts";
import { moveFocus } from "../ui/use-roving.ts";

export interface WayListProps {
  readonly title: string;
  readonly none: string;
  readonly entries: readonly WayEntry[];
}

const signs: Readonly<Record<LineageKind, IconName>> = {
  copied: "copy",
  renamed: "tag",
  computed: "square-function",
  decides: "funnel",
};

const SHOWN = 200;

/** Each entry can be followed on; the node is shown with it. */
export function WayList({ title, none, entries }: WayListProps) {
  const session = useSession();
  return (
    <section className="way-list" aria-label={title}>
      <h4>{title}</h4>
      {entries.length === 0 && <p className="way-list-none">{none}</p>}
      <ul onKeyDown={(event) => moveFocus(event, ".way-list-row", "vertical")}>
        {entries.slice(0, SHOWN).map(({ key, column, kind, name, nodeName, words, short, depth }) => (
          <li key={key}>
            <button
              type="button"
              className="way-list-row"
              data-kind={kind}
              title={words}
              style={{ "--depth": Math.min(depth - 1, 8) }}
              onClick={() => {
                session.selection.reveal([column.node]);
                if (column.port !== null) followColumn(session, column);
              }}
            >
              <Icon name={signs[kind]} size={14} label={kind} />
              <b>{name}</b>
              <span className="way-list-node">{nodeName}</span>
              <span className="way-list-words">{short}</span>
            </button>
          </li>
        ))}
      </ul>
      {entries.length > SHOWN && <p className="way-list-none">And {entries.length - SHOWN} more.</p>}
    </section>
  );
}
