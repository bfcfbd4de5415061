/** One listener for all keys of the window. Dialogs and menus keep theirs by stopping the event. */
import { useEffect } from "react";
import { isTyping, keyOf } from "./keys.ts";
import { commandContext, commands, keysOf, runCommand } from "./registry.ts";

export function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const key = keyOf(event);
      const typing = isTyping(event.target);
      const command = commands.find(
        (candidate) =>
          (!typing || candidate.global === true) &&
          keysOf(candidate).includes(key) &&
          (candidate.native !== true || candidate.keys?.includes(key) !== true) &&
          candidate.enabled(commandContext()) === true,
      );
      if (command === undefined) return;
      event.preventDefault();
      runCommand(command.id);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}
