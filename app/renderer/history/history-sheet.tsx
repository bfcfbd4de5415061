/** Every step of a document and every named version: look at what differs, go back, name one. */
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import type { HistoryItem } from "../../../shared/protocol/host-api.ts";
import type { StudioDocument } from "../../../shared/pipeline/studio-document.ts";
import { host } from "../host/connect.ts";
import { readRoot } from "../stores/document.ts";
import type { Session } from "../stores/session.tsx";
import { openSheet } from "../stores/shell.ts";
import { activeSession, notifyError } from "../stores/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { DiffView } from "./diff-view.tsx";
import { HistoryList } from "./history-list.tsx";
import "./history-sheet.css";

export function HistorySheet() {
  const session = activeSession();
  return session === null ? null : <SheetOf session={session} />;
}

function SheetOf({ session }: { readonly session: Session }) {
  const file = session.document.getState().file;
  const current = useStore(session.document, (state) => state.head?.root ?? null);
  const [items, setItems] = useState<readonly HistoryItem[] | null>(null);
  const [chosen, setChosen] = useState<HistoryItem | null>(null);
  const [against, setAgainst] = useState<HistoryItem | null>(null);
  const older = useVersion(file, chosen);
  const other = useVersion(file, against);

  const load = async (): Promise<void> => {
    await session.document.settled();
    setItems(await host.call("history.list", { file }));
  };
  useEffect(() => void load().catch(notifyError), []);

  const restore = (): void => {
    if (older === null || chosen === null) return;
    session.document.replace(`Go back to ${chosen.name ?? chosen.label}`, older);
    openSheet(null);
  };
  const name = async (item: HistoryItem, text: string): Promise<void> => {
    await host.call("history.name", { file, sequence: item.sequence, name: text });
    await load();
  };
  return (
    <Dialog
      open
      size="large"
      title="History"
      description="Every step is kept, also over a restart. Choose one to see what changed since; a second one with Shift to compare the two."
      onClose={() => openSheet(null)}
      flush
      footer={
        <Button
          variant="primary"
          disabled={
            older === null
              ? "Choose a version first."
              : chosen?.head === true
                ? "This is what is on the screen."
                : false
          }
          onClick={restore}
        >
          Go back to this version
        </Button>
      }
    >
      <div className="history-sheet">
        {items === null ? (
          <Skeleton label="Reading the history" lines={6} />
        ) : (
          <HistoryList
            items={items}
            chosen={chosen}
            against={against}
            onChoose={(item, second) => (second ? setAgainst(item) : (setChosen(item), setAgainst(null)))}
            onName={(item, text) => void name(item, text).catch(notifyError)}
          />
        )}
        <div className="history-sheet-diff">
          <DiffOf
            before={older}
            after={against === null ? current : other}
            beforeName={nameOf(chosen)}
            afterName={against === null ? "on the screen" : nameOf(against)}
          />
        </div>
      </div>
    </Dialog>
  );
}

interface DiffOfProps {
  readonly before: StudioDocument | null;
  readonly after: StudioDocument | null;
  readonly beforeName: string;
  readonly afterName: string;
}

function DiffOf({ before, after, beforeName, afterName }: DiffOfProps) {
  if (before === null || after === null)
    return <p className="history-sheet-hint">Choose a version to see what differs from what is on the screen.</p>;
  return <DiffView before={before.pipeline} after={after.pipeline} beforeName={beforeName} afterName={afterName} />;
}

function nameOf(item: HistoryItem | null): string {
  return item === null ? "" : (item.name ?? item.label);
}

/** The document as it was; null while it is read. */
function useVersion(file: string, item: HistoryItem | null): StudioDocument | null {
  const [read, setRead] = useState<{ readonly item: HistoryItem; readonly root: StudioDocument | null } | null>(null);
  useEffect(() => {
    if (item === null) return;
    host
      .call("history.read", { file, sequence: item.sequence })
      .then(({ pipeline, layout }) => setRead({ item, root: readRoot(pipeline, layout).root }), notifyError);
  }, [file, item]);
  return useMemo(() => (read !== null && read.item === item ? read.root : null), [read, item]);
}
