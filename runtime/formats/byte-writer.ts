/** A growing buffer and how scalars are written into it: without intermediate strings where that is possible. */
import { civilFromDays, DAY_MS } from "../../shared/records/civil.ts";
import { printInstant } from "../../shared/records/instants.ts";

const HEX = "0123456789abcdef";
/** From here on a call into the platform is cheaper than a loop. */
const LONG = 128;

export class ByteWriter {
  buffer: Buffer = Buffer.allocUnsafeSlow(64 * 1024);
  data: DataView = new DataView(this.buffer.buffer, 0, this.buffer.length);
  at = 0;
  #day = Number.NaN;
  readonly #dayText: Uint8Array = new Uint8Array(10);

  reserve(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const next = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(next, 0, 0, this.at);
    this.buffer = next;
    this.data = new DataView(next.buffer, 0, next.length);
  }

  byte(value: number): void {
    if (this.at === this.buffer.length) this.reserve(1);
    this.data.setUint8(this.at++, value);
  }

  /** Copies `source[from, to)`; `data` is the view of the source. */
  slice(source: Buffer, data: DataView, from: number, to: number): void {
    const length = to - from;
    this.reserve(length);
    const out = this.data;
    const { at } = this;
    this.at = at + length;
    if (length >= LONG) source.copy(this.buffer, at, from, to);
    else if (length >= 4) {
      const last = length - 4;
      for (let k = 0; k < last; k += 4) out.setInt32(at + k, data.getInt32(from + k, true), true);
      out.setInt32(at + last, data.getInt32(to - 4, true), true);
    } else for (let k = 0; k < length; k++) out.setUint8(at + k, data.getUint8(from + k));
  }

  /** JSON that was written from `from` on, on one line: its line breaks can only be blanks. */
  joinLines(from: number): void {
    for (let p = from; p < this.at; p++) {
      const c = this.data.getUint8(p);
      if (c === 0x0a || c === 0x0d) this.data.setUint8(p, 0x20);
    }
  }

  ascii(text: string): void {
    const { length } = text;
    this.reserve(length);
    for (let k = 0; k < length; k++) this.data.setUint8(this.at + k, text.charCodeAt(k));
    this.at += length;
  }

  utf8(text: string): void {
    this.reserve(text.length * 3);
    this.at += this.buffer.write(text, this.at, "utf8");
  }

  /** As JavaScript writes it; the number is finite. */
  number(value: number): void {
    if (Number.isInteger(value) && value < 1e15 && value > -1e15) this.#integer(value);
    else if (!this.#shortFraction(value)) this.ascii(String(value));
  }

  #integer(value: number): void {
    this.reserve(17);
    let rest = value;
    if (rest < 0) {
      this.data.setUint8(this.at++, 0x2d);
      rest = -rest;
    }
    if (rest < 1_000_000_000) this.#digits(rest | 0, countDigits(rest | 0));
    else {
      const high = Math.floor(rest / 1_000_000_000);
      this.#digits(high, countDigits(high));
      this.#digits(rest - high * 1_000_000_000, 9);
    }
  }

  #digits(value: number, count: number): void {
    let rest = value;
    for (let p = this.at + count - 1; p >= this.at; p--) {
      const next = (rest / 10) | 0;
      this.data.setUint8(p, 0x30 + rest - next * 10);
      rest = next;
    }
    this.at += count;
  }

  /**
   * A number of at most four places and 15 digits: two decimals of so few digits are never the same double, so if scaled/10^places is the value,
   * with as few places as possible, that is its shortest text.
   */
  #shortFraction(value: number): boolean {
    for (let places = 1, power = 10; places <= 4; places++, power *= 10) {
      const scaled = Math.round(value * power);
      if (scaled >= 1e15 || scaled <= -1e15) return false;
      if (scaled / power !== value) continue;
      const size = Math.abs(scaled);
      const whole = Math.floor(size / power);
      if (value < 0) this.byte(0x2d);
      this.#integer(whole);
      this.reserve(6);
      this.data.setUint8(this.at++, 0x2e);
      this.#digits(size - whole * power, places);
      return true;
    }
    return false;
  }

  /** `2024-02-29T12:30:00.123Z`, without quotes. */
  instant(ms: number): void {
    const day = Math.floor(ms / DAY_MS);
    if (!(ms >= -62_167_219_200_000 && ms < 253_402_300_800_000)) return this.ascii(printInstant(ms));
    if (day !== this.#day) this.#setDay(day);
    this.reserve(24);
    const { at, data } = this;
    for (let k = 0; k < 10; k++) data.setUint8(at + k, this.#dayText[k]!);
    const rest = ms - day * DAY_MS;
    data.setUint8(at + 10, 0x54);
    this.at = at + 11;
    this.#digits((rest / 3_600_000) | 0, 2);
    data.setUint8(this.at++, 0x3a);
    this.#digits(((rest / 60_000) | 0) % 60, 2);
    data.setUint8(this.at++, 0x3a);
    this.#digits(((rest / 1000) | 0) % 60, 2);
    data.setUint8(this.at++, 0x2e);
    this.#digits((rest % 1000) | 0, 3);
    data.setUint8(this.at++, 0x5a);
  }

  #setDay(day: number): void {
    const { year, month, day: ofMonth } = civilFromDays(day);
    const text = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(ofMonth).padStart(2, "0")}`;
    for (let k = 0; k < 10; k++) this.#dayText[k] = text.charCodeAt(k);
    this.#day = day;
  }

  /** A JSON string with its quotes, escaped as JSON.stringify does it. */
  jsonText(text: string): void {
    const { length } = text;
    this.reserve(length + 2);
    const { data } = this;
    let p = this.at;
    data.setUint8(p++, 0x22);
    for (let k = 0; k < length; k++) {
      const c = text.charCodeAt(k);
      if (c < 0x20 || c > 0x7e || c === 0x22 || c === 0x5c) return this.#unusualText(text);
      data.setUint8(p++, c);
    }
    data.setUint8(p++, 0x22);
    this.at = p;
  }

  #unusualText(text: string): void {
    this.utf8(JSON.stringify(text));
  }

  /** UTF-8 bytes as a JSON string with its quotes. */
  jsonTextOfBytes(source: Buffer, data: DataView, from: number, to: number): void {
    this.reserve((to - from) * 6 + 2);
    const out = this.data;
    let p = this.at;
    out.setUint8(p++, 0x22);
    for (let k = from; k < to; k++) {
      const c = data.getUint8(k);
      if (c >= 0x20 && c !== 0x22 && c !== 0x5c) out.setUint8(p++, c);
      else {
        const escape = '\b\t\n\f\r"\\'.indexOf(String.fromCharCode(c));
        out.setUint8(p++, 0x5c);
        if (escape >= 0) out.setUint8(p++, 'btnfr"\\'.charCodeAt(escape));
        else {
          for (const digit of ["u", "0", "0", HEX[c >> 4]!, HEX[c & 15]!]) out.setUint8(p++, digit.charCodeAt(0));
        }
      }
    }
    out.setUint8(p++, 0x22);
    this.at = p;
  }
}

function countDigits(value: number): number {
  if (value < 100_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : value < 10_000 ? 4 : 5;
  if (value < 10_000_000) return value < 1_000_000 ? 6 : 7;
  return value < 100_000_000 ? 8 : value < 1_000_000_000 ? 9 : value < 10_000_000_000 ? 10 : 11;
}
