import "./kbd.css";
import { keyParts, spokenKeys } from "./key-text.ts";

/** A key as the platform writes it: `Ctrl K`, or `⌘K` on a Mac. `keys` is written once, as `Mod+K`. */
export function Kbd({ keys }: { readonly keys: string }) {
  const { text, gap } = keyParts(keys);
  return (
    <kbd className="ui-kbd">
      <span aria-hidden="true">{text.join(gap)}</span>
      <span className="visually-hidden">{spokenKeys(keys)}</span>
    </kbd>
  );
}
