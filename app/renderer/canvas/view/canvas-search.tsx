/** Finding nodes on the canvas: by name, type, and what their fields say. */
import { useStore } from "zustand";
import { runCommand } from "../../commands/registry.ts";
import { IconButton } from "../../ui/button.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { closeSearch, searchFor } from "../model/searching.ts";
import { useCanvas } from "./canvas-context.tsx";
import "./canvas-search.css";

export function CanvasSearch() {
  const model = useCanvas();
  const search = useStore(model.view, (state) => state.search);
  if (search === null) return null;
  const { text, matches, at } = search;
  const shown = text.trim() === "" ? undefined : matches.length === 0 ? "none" : `${at + 1} of ${matches.length}`;
  return (
    <div className="canvas-search" role="search" aria-label="Find on the canvas" data-own-pointer="">
      <SearchField
        autoFocus
        size="small"
        placeholder="Find a node by name, type or field"
        value={text}
        matches={shown}
        onChange={(value) => searchFor(model, value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") runCommand(event.shiftKey ? "canvas.searchPrevious" : "canvas.searchNext");
          else if (event.key === "Escape") closeSearch(model);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <IconButton size="small" icon="chevron-up" label="Previous" onClick={() => runCommand("canvas.searchPrevious")} />
      <IconButton size="small" icon="chevron-down" label="Next" onClick={() => runCommand("canvas.searchNext")} />
      <IconButton size="small" icon="x" label="Close" onClick={() => closeSearch(model)} />
    </div>
  );
}
