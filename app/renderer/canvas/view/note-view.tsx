/** A note in Markdown. Raw HTML is text, and only links to https lead anywhere. */
import { Markdown } from "markdown-to-jsx/react";
import { memo, useEffect, useRef, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { useSelection } from "../../stores/session.tsx";
import type { NoteBox } from "../model/scene.ts";
import { useCanvas } from "./canvas-context.tsx";
import "./note-view.css";

export const NoteView = memo(function NoteView({ box }: { readonly box: NoteBox }) {
  const model = useCanvas();
  const { id, note } = box;
  const element = useRef<HTMLDivElement>(null);
  const selected = useSelection((state) => state.notes.has(id));
  const editing = useStore(model.view, (state) => state.editing?.item === "note" && state.editing.id === id);
  useEffect(() => {
    const shown = element.current;
    if (shown === null) return undefined;
    model.elements.set(id, shown);
    return () => {
      if (model.elements.get(id) === shown) model.elements.delete(id);
    };
  }, [model, id]);
  const { x, y, width, height } = model.boxOf(id) ?? box;
  return (
    <div
      ref={element}
      role="note"
      aria-label="Note"
      data-note={id}
      data-selected={selected || undefined}
      className="note-view"
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
    >
      {editing ? <NoteField id={id} text={note.text} /> : <NoteText text={note.text} />}
      <span className="note-view-corner" aria-hidden="true" />
    </div>
  );
});

const options = {
  disableParsingRawHTML: true,
  forceBlock: true,
  overrides: { a: SafeLink, img: Nothing, iframe: Nothing, input: Nothing },
} as const;

function NoteText({ text }: { readonly text: string }) {
  if (text.trim() === "")
    return <p className="note-view-empty">Double click to write. **Bold**, lists and links work.</p>;
  return (
    <div className="note-view-text">
      <Markdown options={options}>{text}</Markdown>
    </div>
  );
}

function SafeLink({ href, children }: { readonly href?: string; readonly children?: ReactNode }) {
  if (href === undefined || !/^https:\/\//i.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

function Nothing() {
  return null;
}

function NoteField({ id, text: before }: { readonly id: string; readonly text: string }) {
  const model = useCanvas();
  const [text, setText] = useState(before);
  const close = (keep: boolean): void => {
    if (model.view.getState().editing?.id !== id) return;
    model.view.setState({ editing: null });
    const note = model.scene.root.layout.notes.get(id);
    if (keep && note !== undefined && text !== before)
      model.session.document.commit({ label: "Edit note", edits: [{ edit: "putNote", id, note: { ...note, text } }] });
    model.focus();
  };
  return (
    <textarea
      className="note-view-field"
      aria-label="Text of the note"
      data-own-keys="Mod+Enter"
      value={text}
      maxLength={20_000}
      ref={(element) => {
        if (element !== null && document.activeElement !== element) {
          element.focus();
          element.setSelectionRange(text.length, text.length);
        }
      }}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => close(true)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
        event.preventDefault();
        event.stopPropagation();
        close(event.key === "Enter");
      }}
    />
  );
}
