/** Key bindings as text: parsed, matched against events, shown the way the platform writes them. */
const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** `Mod+Shift+K` of an event; keys by what they print, except where Alt changes that. */
export function keyOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push("Mod");
  if (mac && event.ctrlKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))) parts.push("Shift");
  const printed =
    event.altKey && /^(?:Key|Digit)/.test(event.code) ? event.code.replace(/^(?:Key|Digit)/, "") : event.key;
  parts.push(printed === " " ? "Space" : printed.length === 1 ? printed.toUpperCase() : printed);
  return parts.join("+");
}

export function showKeys(keys: string): string {
  const names: Record<string, string> = mac
    ? { Mod: "⌘", Alt: "⌥", Shift: "⇧", Ctrl: "⌃", Enter: "↩", Backspace: "⌫", Delete: "⌦" }
    : { Mod: "Ctrl", Delete: "Del", Escape: "Esc" };
  const arrows: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
  return keys
    .split("+")
    .map((part) => names[part] ?? arrows[part] ?? part)
    .join(mac ? "" : " ");
}

/** Typing happens there: only global commands listen. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, .monaco-editor, [role=textbox]") !== null;
}
