/** Colours and styles of the terminal; each function wraps a text, or returns it unchanged where colour is off. */
export interface Colours {
  readonly enabled: boolean;
  readonly bold: Style;
  readonly dim: Style;
  readonly underline: Style;
  readonly red: Style;
  readonly green: Style;
  readonly yellow: Style;
  readonly blue: Style;
  readonly magenta: Style;
  readonly cyan: Style;
}

export type Style = (text: string) => string;

export function createColours(enabled: boolean): Colours {
  const style = (open: number, close: number): Style =>
    enabled ? (text) => (text === "" ? "" : `\u001b[${open}m${text}\u001b[${close}m`) : (text) => text;
  return {
    enabled,
    bold: style(1, 22),
    dim: style(2, 22),
    underline: style(4, 24),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    blue: style(34, 39),
    magenta: style(35, 39),
    cyan: style(36, 39),
  };
}
