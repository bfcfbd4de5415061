/** The clipboard through the browser's own events: no permission is asked, and what is copied can be pasted anywhere. */
import { useEffect } from "react";
import { isTyping } from "../../commands/keys.ts";
import type { CanvasModel } from "../model/canvas-model.ts";
import { copyText, deleteCopied, pasteText } from "../model/clipboard.ts";

export function useClipboardEvents(model: CanvasModel): void {
  useEffect(() => {
    const stop = new AbortController();
    const listen = (type: "copy" | "cut" | "paste", handle: (data: DataTransfer) => boolean): void => {
      document.addEventListener(
        type,
        (event) => {
          if (event.clipboardData === null || !isMeant(model, event)) return;
          if (handle(event.clipboardData)) event.preventDefault();
        },
        { signal: stop.signal },
      );
    };
    const copy = (data: DataTransfer): boolean => {
      const text = copyText(model);
      if (text === null) return false;
      data.setData("text/plain", text);
      return true;
    };
    listen("copy", copy);
    listen("cut", (data) => {
      const copied = copy(data);
      if (copied) deleteCopied(model);
      return copied;
    });
    listen("paste", (data) => {
      pasteText(model, data.getData("text/plain"));
      return true;
    });
    return () => stop.abort();
  }, [model]);
}

/** Not while a text is edited or marked elsewhere. */
function isMeant(model: CanvasModel, event: ClipboardEvent): boolean {
  if (event.defaultPrevented || isTyping(event.target) || isTyping(document.activeElement)) return false;
  const active = document.activeElement;
  if (active !== null && active !== document.body && model.root?.contains(active) !== true) return false;
  return event.type === "paste" || (window.getSelection()?.isCollapsed ?? true);
}
