/** Windows of an aggregate, drawn: one after the other or overlapping, how long late records count, and when results leave. */
import { Segmented } from "../../ui/segmented.tsx";
import { sentence, type FieldProps } from "../fields/frame.tsx";
import { durationShort, durationWords } from "../model/duration-words.ts";
import { useFindings, useForm, useFormState, useValue } from "../model/form.ts";
import { isJsonObject } from "../model/json-value.ts";
import { Section } from "../node/section.tsx";
import { durationText } from "./nice-duration.ts";
import { WindowDrawing } from "./window-drawing.tsx";
import { useDurationMs, WindowValues } from "./window-values.tsx";
import "./window.css";

type Kind = "none" | "tumbling" | "hopping";

export function WindowField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const emit = useValue("/emit");
  const readOnly = useFormState((state) => state.readOnly);
  const findings = useFindings(pointer);
  const sizeMs = useDurationMs(pointer, "size", 60_000);
  const advanceMs = useDurationMs(pointer, "advance", sizeMs);
  const graceMs = useDurationMs(pointer, "grace", 0);
  const kind: Kind = isJsonObject(value) ? (value["kind"] === "hopping" ? "hopping" : "tumbling") : "none";
  const choose = (next: Kind): void => {
    if (next === "none") return form.set(pointer, undefined, "window");
    const grace = isJsonObject(value) && typeof value["grace"] === "string" ? { grace: value["grace"] } : {};
    const size = durationText(sizeMs);
    form.set(
      pointer,
      next === "tumbling"
        ? { kind: next, size, ...grace }
        : { kind: next, size, advance: durationText(Math.max(1, sizeMs / 4)), ...grace },
      "window",
    );
  };
  const set = (name: "size" | "advance" | "grace") => (ms: number) =>
    form.set(`${pointer}/${name}`, durationText(ms), name);
  const short = (ms: number): string => durationShort(durationText(ms));
  const note =
    kind === "none"
      ? "over all time"
      : kind === "tumbling"
        ? `one every ${short(sizeMs)}`
        : `${short(sizeMs)} long, one every ${short(advanceMs)}`;
  return (
    <Section title={spec.title} note={note} pointer={pointer} error={sentence(findings[0])}>
      <Segmented
        fill
        aria-label="Kind of window"
        value={kind}
        disabled={readOnly}
        options={[
          { value: "none", label: "none" },
          { value: "tumbling", label: "tumbling" },
          { value: "hopping", label: "hopping" },
        ]}
        onChange={choose}
      />
      {kind !== "none" && (
        <>
          <WindowDrawing
            hopping={kind === "hopping"}
            sizeMs={sizeMs}
            advanceMs={advanceMs}
            graceMs={graceMs}
            onClose={emit === "on-close"}
            readOnly={readOnly}
            onSize={set("size")}
            onAdvance={set("advance")}
            onGrace={set("grace")}
          />
          <p className="window-sentence">{say(kind, sizeMs, advanceMs, graceMs, emit === "on-close")}</p>
          <WindowValues
            pointer={pointer}
            durations={[
              { name: "size", title: "Size", usual: undefined },
              ...(kind === "hopping" ? [{ name: "advance", title: "Advance", usual: undefined }] : []),
              { name: "grace", title: "Grace", usual: "0s" },
            ]}
          />
        </>
      )}
    </Section>
  );
}

function say(
  kind: "tumbling" | "hopping",
  sizeMs: number,
  advanceMs: number,
  graceMs: number,
  onClose: boolean,
): string {
  const many = Math.max(1, Math.ceil(sizeMs / Math.max(1, advanceMs)));
  const shape =
    kind === "tumbling"
      ? `Each record is in one window of ${durationWords(sizeMs)}.`
      : `A window of ${durationWords(sizeMs)} starts every ${durationWords(advanceMs)}; each record is in ${many === 1 ? "one window" : `${many} windows`}.`;
  const late =
    graceMs === 0
      ? "Records that come after its end are late."
      : `It takes records that come late for ${durationWords(graceMs)} more.`;
  const leaves = onClose ? "Its result leaves once, when it closes." : "Its result leaves whenever it changes.";
  return `${shape} ${late} ${leaves}`;
}
