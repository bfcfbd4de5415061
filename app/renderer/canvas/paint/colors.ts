/** The theme's colours as a canvas needs them: read once for each theme. */
import type { Kind } from "../../operators/node-facts.ts";

export interface Colors {
  readonly background: string;
  readonly dots: string;
  readonly raised: string;
  readonly surface: string;
  readonly line: string;
  readonly lineSoft: string;
  readonly edge: string;
  readonly text: string;
  readonly textQuiet: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly bad: string;
  readonly warn: string;
  readonly good: string;
  readonly font: string;
  readonly kinds: Readonly<Record<Kind, string>>;
}

let known: { readonly theme: string | undefined; readonly colors: Colors } | null = null;

export function themeColors(): Colors {
  const theme = document.documentElement.dataset["theme"];
  if (known?.theme === theme && known !== null) return known.colors;
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const colors: Colors = {
    background: read("--bg"),
    dots: read("--dots"),
    raised: read("--raised"),
    surface: read("--surface"),
    line: read("--line"),
    lineSoft: read("--line-soft"),
    edge: read("--edge"),
    text: read("--text"),
    textQuiet: read("--text-2"),
    accent: read("--accent"),
    accentSoft: read("--accent-soft"),
    bad: read("--bad"),
    warn: read("--warn"),
    good: read("--good"),
    font: read("--font"),
    kinds: {
      source: read("--k-source"),
      transform: read("--k-transform"),
      join: read("--k-join"),
      window: read("--k-window"),
      sink: read("--k-sink"),
      unknown: read("--text-3"),
    },
  };
  known = { theme, colors };
  return colors;
}

/** Calls when the theme changes, until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  const watcher = new MutationObserver(changed);
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => watcher.disconnect();
}
