/** Whether a double holds a JSON number as it is written: reading it and printing it again gives the same digits. */
export function isExactNumber(text: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (text.length <= 15 && !/[eE]/.test(text)) return true;
  const [written, held] = [normalise(text), normalise(String(value))];
  return written.digits === held.digits && written.exponent === held.exponent;
}

/** 0.digits × 10^exponent with no zeros at either end of the digits; zero has none. */
function normalise(text: string): { digits: string; exponent: number } {
  const [mantissa = "", power = "0"] = text.toLowerCase().replace("-", "#").split("e");
  const [whole = "", fraction = ""] = mantissa.replace("#", "").split(".");
  const all = whole + fraction;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(leading).replace(/0+$/, "");
  if (digits === "") return { digits: "", exponent: 0 };
  return { digits, exponent: whole.length - leading + Number(power.replace("#", "-")) };
}
