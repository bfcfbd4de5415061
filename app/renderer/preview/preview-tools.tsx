/** Beside the tabs: search, what went in, live, and freezing into a test. */
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import type { PreviewResult } from "../../../shared/protocol/preview.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { usePreview, useSession } from "../stores/session.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Popover, usePopover } from "../ui/popover.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { FreezeButton } from "../tests/freeze-button.tsx";
import { InputsPopover } from "./inputs/inputs-popover.tsx";
import { showAge } from "./records/show-time.ts";
import "./preview-tools.css";

const SLOT = "bottom-panel-tools";

/** Stands in the row of tabs where there is one, else above the records. */
export function PreviewTools() {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  useEffect(() => setSlot(document.querySelector<HTMLElement>(`#${SLOT}`)), []);
  return slot === null ? <Tools /> : createPortal(<Tools />, slot);
}

function Tools() {
  const { preview } = useSession();
  const { state, result, of, live, atMs, search } = usePreview((all) => all);
  const inputs = usePopover();
  const age = useAge(atMs);
  const many = result?.steps.filter(({ kind }) => kind === "record").length ?? 0;
  return (
    <div className="preview-tools">
      {result !== null && (
        <SearchField
          size="small"
          value={search}
          onChange={(typed) => preview.setState({ search: typed })}
          placeholder="Search, or total>100"
        />
      )}
      <Button
        {...inputs.trigger}
        size="small"
        icon="arrow-down-to-line"
        loading={state === "running"}
        tooltip={
          result === null || of === null
            ? "What the sources read"
            : `${sourcesText(result, of)}, in ${Math.round(result.ms)} ms, ${age}`
        }
        aria-label={result === null ? "Inputs" : `Inputs: ${recordsText(many)}`}
      >
        {result === null ? "Inputs" : recordsText(many)}
      </Button>
      <Popover
        open={inputs.open}
        onClose={() => inputs.setOpen(false)}
        anchor={inputs.anchor}
        placement="top-end"
        label="Inputs of the preview"
        className="inputs-popover"
      >
        <InputsPopover onDone={() => inputs.setOpen(false)} />
      </Popover>
      <IconButton
        size="small"
        icon="zap"
        iconFilled={live}
        label="Preview after every change"
        shortcut="Alt+L"
        aria-pressed={live}
        onClick={() => preview.change({ live: !live })}
      />
      <FreezeButton />
    </div>
  );
}

function recordsText(many: number): string {
  return `${many.toLocaleString("en")} ${many === 1 ? "record" : "records"}`;
}

function sourcesText({ inputs }: PreviewResult, pipeline: Pipeline): string {
  const parts = Object.entries(inputs).flatMap(([id, list]) =>
    list.length === 0 ? [] : [`${list.length.toLocaleString("en")} from ${pipeline.nodes.get(id)?.name ?? id}`],
  );
  if (parts.length === 0) return "No source read anything";
  return parts.length > 4 ? `${parts.slice(0, 3).join(", ")} and ${parts.length - 3} more` : parts.join(", ");
}

function useAge(atMs: number): string {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, [atMs]);
  return showAge(nowMs - atMs);
}
