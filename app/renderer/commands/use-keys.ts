/**
 * All keys of the window. Global commands come first, before an editor can take their keys; others only when nobody wanted the key. While a dialog
 * is open it has the keyboard to itself.
 */
import { useEffect } from "react";
import type { Command } from "./command.ts";
import { isTyping, keyOf } from "./keys.ts";
import { commandContext, commands, keysOf, runCommand } from "./registry.ts";

export function useKeys(): void {
  useEffect(() => {
    const first = (event: KeyboardEvent): void => run(event, (command) => command.global === true);
    const last = (event: KeyboardEvent): void => {
      if (!isTyping(event.target)) run(event, (command) => command.global !== true);
    };
    window.addEventListener("keydown", first, { capture: true });
    window.addEventListener("keydown", last);
    return () => {
      window.removeEventListener("keydown", first, { capture: true });
      window.removeEventListener("keydown", last);
    };
  }, []);
}

/** An element names the keys that it has a use of its own for, with spaces between: `data-own-keys="Mod+Enter"`. */
function isOwn(target: EventTarget | null, key: string): boolean {
  const owner = target instanceof Element ? target.closest<HTMLElement>("[data-own-keys]") : null;
  return owner?.dataset["ownKeys"]?.split(" ").includes(key) ?? false;
}

function run(event: KeyboardEvent, meant: (command: Command) => boolean): void {
  if (event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
  const key = keyOf(event);
  if (isOwn(event.target, key)) return;
  const command = commands.find(
    (candidate) =>
      meant(candidate) &&
      keysOf(candidate).includes(key) &&
      (candidate.native !== true || candidate.keys?.includes(key) !== true) &&
      candidate.enabled(commandContext()) === true,
  );
  if (command === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  runCommand(command.id);
}
