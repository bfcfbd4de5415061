/** A frame around nodes, or the block that stands for them. */
import { memo, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useSelection } from "../../stores/session.tsx";
import { IconButton } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { toggleGroup } from "../model/grouping.ts";
import type { GroupBox } from "../model/scene.ts";
import { useCanvas } from "./canvas-context.tsx";
import "./group-view.css";

export const GroupView = memo(function GroupView({ box }: { readonly box: GroupBox }) {
  const model = useCanvas();
  const { id, group, collapsed } = box;
  const element = useRef<HTMLDivElement>(null);
  const selected = useSelection((state) => state.groups.has(id));
  const editing = useStore(model.view, (state) => state.editing?.item === "group" && state.editing.id === id);
  useEffect(() => {
    const shown = element.current;
    if (shown === null) return undefined;
    model.elements.set(id, shown);
    return () => {
      if (model.elements.get(id) === shown) model.elements.delete(id);
    };
  }, [model, id]);
  const { x, y, width, height } = model.boxOf(id) ?? box;
  const count = `${group.nodes.length} ${group.nodes.length === 1 ? "node" : "nodes"}`;
  return (
    <div
      ref={element}
      role="group"
      aria-label={`Group ${group.title}, ${count}`}
      data-group={id}
      data-selected={selected || undefined}
      className={classNames("group-view", collapsed && "group-view-collapsed")}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
    >
      <div className="group-view-title">
        <IconButton
          size="small"
          icon={collapsed ? "chevron-right" : "chevron-down"}
          label={collapsed ? "Open the group" : "Collapse the group"}
          onClick={() => toggleGroup(model, id)}
        />
        {editing ? (
          <TitleField id={id} title={group.title} />
        ) : (
          <span className="group-view-name" data-rename="">
            {group.title}
          </span>
        )}
        <span className="group-view-count">{count}</span>
      </div>
    </div>
  );
});

function TitleField({ id, title }: { readonly id: string; readonly title: string }) {
  const model = useCanvas();
  const [text, setText] = useState(title);
  const close = (keep: boolean): void => {
    if (model.view.getState().editing?.id !== id) return;
    model.view.setState({ editing: null });
    const group = model.scene.root.layout.groups.get(id);
    const clean = text.trim();
    if (keep && group !== undefined && clean !== "" && clean !== title)
      model.session.document.commit({
        label: `Rename the group to ${clean}`,
        edits: [{ edit: "putGroup", id, group: { ...group, title: clean, nodes: [...group.nodes] } }],
      });
    model.focus();
  };
  return (
    <input
      className="node-view-name-field"
      aria-label="Title of the group"
      value={text}
      maxLength={200}
      ref={(element) => {
        if (element !== null && document.activeElement !== element) {
          element.focus();
          element.select();
        }
      }}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => close(true)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        close(event.key === "Enter");
      }}
    />
  );
}
