/** Colours of the editors, taken from the tokens of the page, in both themes. */
import type { MonacoApi } from "./load-monaco.ts";

export function followTheme(monaco: MonacoApi): void {
  const apply = (): void => {
    const dark = document.documentElement.dataset["theme"] !== "light";
    const name = dark ? "weir-dark" : "weir-light";
    monaco.editor.defineTheme(name, makeTheme(dark));
    monaco.editor.setTheme(name);
  };
  apply();
  new MutationObserver(apply).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}

const rules = {
  root: "--text-2",
  field: "--text",
  name: "--text",
  function: "--c-function",
  keyword: "--v-bool",
  number: "--v-number",
  string: "--v-string",
  operator: "--c-keyword",
  bracket: "--text-3",
  comment: "--c-comment",
  "string.key.json": "--text",
  "string.value.json": "--v-string",
  "number.json": "--v-number",
  "keyword.json": "--v-bool",
  "delimiter.bracket.json": "--text-3",
  "delimiter.array.json": "--text-3",
  "delimiter.colon.json": "--text-3",
  "delimiter.comma.json": "--text-3",
} as const;

const colours = {
  "editor.background": "--inset",
  "editor.foreground": "--text",
  "editorCursor.foreground": "--accent",
  "editor.selectionBackground": "--selection",
  "editor.inactiveSelectionBackground": "--active",
  "editor.placeholder.foreground": "--text-3",
  "editorLineNumber.foreground": "--text-3",
  "editorLineNumber.activeForeground": "--text",
  "editor.lineHighlightBackground": "--inset",
  "editorGutter.background": "--inset",
  "editorIndentGuide.background1": "--line-soft",
  "editorIndentGuide.activeBackground1": "--line",
  "editorBracketMatch.background": "--active",
  "editorBracketMatch.border": "--line",
  "editorError.foreground": "--bad",
  "editorWarning.foreground": "--warn",
  "editorInfo.foreground": "--accent",
  "editorWidget.background": "--raised",
  "editorWidget.foreground": "--text",
  "editorWidget.border": "--line",
  "editorHoverWidget.background": "--raised",
  "editorHoverWidget.foreground": "--text",
  "editorHoverWidget.border": "--line",
  "editorHoverWidget.statusBarBackground": "--surface",
  "editorSuggestWidget.background": "--raised",
  "editorSuggestWidget.border": "--line",
  "editorSuggestWidget.foreground": "--text-2",
  "editorSuggestWidget.selectedForeground": "--text",
  "editorSuggestWidget.selectedBackground": "--active",
  "editorSuggestWidget.highlightForeground": "--accent",
  "editorSuggestWidget.focusHighlightForeground": "--accent",
  "list.hoverBackground": "--hover",
  "input.background": "--inset",
  "input.foreground": "--text",
  "input.border": "--line",
  focusBorder: "--accent",
  "textLink.foreground": "--accent",
  "textCodeBlock.background": "--inset",
  "scrollbarSlider.background": "--scrollbar",
  "scrollbarSlider.hoverBackground": "--scrollbar-hover",
  "scrollbarSlider.activeBackground": "--scrollbar-hover",
  "symbolIcon.functionForeground": "--c-function",
  "symbolIcon.fieldForeground": "--v-string",
  "symbolIcon.variableForeground": "--accent",
  "symbolIcon.keywordForeground": "--v-bool",
  "symbolIcon.snippetForeground": "--text-3",
} as const;

function makeTheme(dark: boolean) {
  const style = getComputedStyle(document.documentElement);
  const read = (token: string): string => toHex(style.getPropertyValue(token).trim());
  return {
    base: dark ? ("vs-dark" as const) : ("vs" as const),
    inherit: true,
    rules: Object.entries(rules).map(([token, name]) => ({ token, foreground: read(name).slice(1, 7) })),
    colors: {
      ...Object.fromEntries(Object.entries(colours).map(([name, token]) => [name, read(token)])),
      "widget.shadow": "#00000000",
    },
  };
}

/** Tokens are written as hex; `#abc` is the short form. */
function toHex(text: string): string {
  if (/^#[\da-f]{3,4}$/i.test(text)) return `#${[...text.slice(1)].map((digit) => digit + digit).join("")}`;
  return /^#(?:[\da-f]{6}|[\da-f]{8})$/i.test(text) ? text : "#808080";
}
