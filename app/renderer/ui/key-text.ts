/** How a key such as `Mod+Shift+K` is written and spoken. Parts: Mod (Ctrl, or Command on a Mac), Ctrl, Alt, Shift, and the key itself. */

export const isMac = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.userAgent);

const macSigns: Readonly<Record<string, string>> = {
  Mod: "⌘",
  Meta: "⌘",
  Ctrl: "⌃",
  Alt: "⌥",
  Shift: "⇧",
  Enter: "↵",
  Backspace: "⌫",
  Delete: "⌦",
  Escape: "esc",
  Tab: "⇥",
  Up: "↑",
  Down: "↓",
  Left: "←",
  Right: "→",
  Space: "space",
};
const otherSigns: Readonly<Record<string, string>> = {
  Mod: "Ctrl",
  Escape: "Esc",
  Delete: "Del",
  Up: "↑",
  Down: "↓",
  Left: "←",
  Right: "→",
};
const spoken: Readonly<Record<string, string>> = {
  Ctrl: "Control",
  Up: "Arrow up",
  Down: "Arrow down",
  Left: "Arrow left",
  Right: "Arrow right",
};

export function keyParts(
  keys: string,
  mac: boolean = isMac,
): { readonly text: readonly string[]; readonly gap: string } {
  const signs = mac ? macSigns : otherSigns;
  return { text: split(keys).map((part) => signs[part] ?? part), gap: mac ? "" : " " };
}

export function keyText(keys: string, mac: boolean = isMac): string {
  const { text, gap } = keyParts(keys, mac);
  return text.join(gap);
}

export function spokenKeys(keys: string, mac: boolean = isMac): string {
  return split(keys)
    .map((part) => (part === "Mod" ? (mac ? "Command" : "Control") : (spoken[part] ?? part)))
    .join(" ");
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(keys: string, mac: boolean = isMac): string {
  return split(keys)
    .map((part) => (part === "Mod" ? (mac ? "Meta" : "Control") : part === "Ctrl" ? "Control" : part))
    .join("+");
}

/** `Mod++` is Mod and the plus key. */
function split(keys: string): readonly string[] {
  return keys.endsWith("++") ? [...keys.slice(0, -2).split("+"), "+"] : keys === "+" ? ["+"] : keys.split("+");
}
