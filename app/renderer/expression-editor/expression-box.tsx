/** The box of an expression: coloured text, or the editor while it is worked on, with its value at the right. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { ExpressionDiagnostic } from "../../../shared/expressions/diagnose.ts";
import { classNames } from "../ui/class-names.ts";
import type { ControlProps } from "../ui/control-props.ts";
import { activeFieldStore, dropActiveField, setActiveField } from "./active-field.ts";
import { Highlighted } from "./highlighted.tsx";
import type { ExpressionScope } from "./language/check-expression.ts";
import { loadMonaco, monacoNow } from "./monaco/load-monaco.ts";
import type { Attachment } from "./monaco/shared-editor.ts";
import "./expression-box.css";
import "./monaco/shared-editor.css";

export interface ExpressionBoxProps extends ControlProps {
  /** Of the field among all fields. */
  readonly fieldId: string;
  readonly label: string;
  readonly text: string;
  readonly scope: ExpressionScope;
  readonly diagnostics: readonly ExpressionDiagnostic[];
  readonly onChange: (text: string) => void;
  /** Whether the text is behind what was typed, so that it must not be put into the editor. */
  readonly isAhead: () => boolean;
  /** The cursor has left: what was typed should be kept now. */
  readonly onLeave: () => void;
  readonly multiline?: boolean | undefined;
  readonly placeholder?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly invalid?: boolean | undefined;
  /** At the right inside the box. */
  readonly end?: ReactNode;
}

type Place = { readonly x: number; readonly y: number } | "end" | "all";

const INSERT_EVENT = "weir-insert";

/** Puts text into a field: where its cursor is, or was last, else at its end. */
export function insertInto(id: string, path: string): void {
  window.dispatchEvent(new CustomEvent(INSERT_EVENT, { detail: { id, path } }));
}

function isInsert(detail: unknown): detail is { readonly id: string; readonly path: string } {
  return typeof detail === "object" && detail !== null && "id" in detail && "path" in detail;
}

export const DRAG_TYPE = "application/x-weir-path";

export function ExpressionBox(props: ExpressionBoxProps) {
  const {
    fieldId,
    label,
    text,
    diagnostics,
    multiline = false,
    placeholder = "",
    readOnly = false,
    invalid,
    end,
  } = props;
  const slot = useRef<HTMLDivElement>(null);
  const still = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const attachment = useRef<Attachment | null>(null);
  const [editing, setEditing] = useState(false);
  /** Escape gave the focus back to the text: it is not to open the editor again. */
  const resting = useRef(false);
  const refocus = useRef(false);
  /** Typed before the editor was there. */
  const queue = useRef("");

  const attach = useCallback(async (place: Place, keys = "") => {
    queue.current += keys;
    const monaco = monacoNow() ?? (await loadMonaco());
    const { attachEditor } = await import("./monaco/shared-editor.ts");
    const element = slot.current;
    if (element === null || attachment.current !== null) return;
    // The editor needs a place that is seen before it can take the focus.
    element.hidden = false;
    if (still.current !== null) still.current.style.display = "none";
    const made = attachEditor(
      monaco,
      {
        slot: element,
        text: latest.current.text,
        multiline: latest.current.multiline ?? false,
        label: latest.current.label,
        placeholder: latest.current.placeholder ?? "",
        readOnly: latest.current.readOnly ?? false,
        scope: () => latest.current.scope,
        onChange: (next) => latest.current.onChange(next),
        onLeave: () => {
          refocus.current = true;
          attachment.current?.detach();
        },
        onBlur: () => latest.current.onLeave(),
        onGone: () => {
          attachment.current = null;
          setEditing(false);
          latest.current.onLeave();
        },
      },
      place,
    );
    attachment.current = made;
    setEditing(true);
    made.setDiagnostics(latest.current.diagnostics);
    if (queue.current !== "") made.insert(queue.current);
    queue.current = "";
  }, []);

  const insert = useCallback((path: string) => {
    if (attachment.current !== null) {
      attachment.current.insert(path);
    } else {
      const before = latest.current.text;
      latest.current.onChange(before.trim() === "" ? path : `${before} ${path}`);
      latest.current.onLeave();
    }
  }, []);
  const activate = useCallback(
    (place: Place, keys = "") => {
      setActiveField(fieldId);
      void attach(place, keys);
    },
    [attach, fieldId, insert],
  );

  useEffect(() => {
    const taken = (event: Event): void => {
      if (event instanceof CustomEvent && isInsert(event.detail) && event.detail.id === fieldId)
        insert(event.detail.path);
    };
    window.addEventListener(INSERT_EVENT, taken);
    return () => window.removeEventListener(INSERT_EVENT, taken);
  }, [fieldId, insert]);
  useEffect(() => {
    if (!latest.current.isAhead()) attachment.current?.setText(text);
  }, [text]);
  useEffect(() => attachment.current?.setDiagnostics(diagnostics), [diagnostics]);
  useEffect(
    () => () => {
      attachment.current?.detach();
      dropActiveField(fieldId);
    },
    [fieldId],
  );
  useLayoutEffect(() => {
    if (editing || !refocus.current) return;
    refocus.current = false;
    resting.current = true;
    still.current?.focus();
  }, [editing]);

  return (
    <div
      className={classNames(
        "expression-box",
        editing && "expression-box-editing",
        invalid && "expression-box-invalid",
        multiline && "expression-box-multiline",
        readOnly && "expression-box-off",
      )}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(DRAG_TYPE) && !readOnly) event.preventDefault();
      }}
      onDrop={(event) => {
        const path = event.dataTransfer.getData(DRAG_TYPE);
        if (path === "" || readOnly) return;
        event.preventDefault();
        if (attachment.current === null) activate({ x: event.clientX, y: event.clientY }, path);
        else attachment.current.insert(path);
      }}
      onMouseDown={(event) => {
        if (editing || event.button !== 0) return;
        event.preventDefault();
        activate({ x: event.clientX, y: event.clientY });
      }}
    >
      <div className="expression-box-slot" ref={slot} hidden={!editing} />
      {!editing && (
        <div
          ref={still}
          id={props.id}
          role="textbox"
          tabIndex={0}
          aria-label={props["aria-labelledby"] === undefined ? label : undefined}
          aria-labelledby={props["aria-labelledby"]}
          aria-describedby={props["aria-describedby"]}
          aria-invalid={invalid === true || undefined}
          aria-multiline={multiline}
          aria-readonly={readOnly}
          className="expression-box-text"
          data-placeholder={text === "" ? placeholder : undefined}
          onFocus={() => {
            if (resting.current) resting.current = false;
            else activate("end");
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" || event.key === "F2") activate("end");
            else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !readOnly)
              activate("end", event.key);
            else return;
            event.preventDefault();
          }}
        >
          <Highlighted source={text} diagnostics={diagnostics} />
        </div>
      )}
      {end !== undefined && <div className="expression-box-end">{end}</div>}
    </div>
  );
}

/** Whether the field is the one that is, or was last, worked on. */
export function useIsActive(fieldId: string): boolean {
  return useStore(activeFieldStore, (state) => state.active === fieldId);
}
