/** Kafka's compact encoding (KIP-482): lengths are unsigned varints of one more, and zero is null. */

export function writeCompactString(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([writeUnsigned(bytes.length + 1), bytes]);
}

function writeUnsigned(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest >>>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

/** Reads on and on; throws a RangeError where the answer ends too soon. */
export class FlexibleReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(count: number): void {
    this.#at += count;
    if (this.#at > this.#bytes.length) throw new RangeError("The answer of the broker ends too soon.");
  }

  /** Of an array; -1 for null. */
  length(): number {
    return this.#unsigned() - 1;
  }

  array<Item>(read: () => Item): Item[] {
    const count = this.length();
    const items: Item[] = [];
    for (let index = 0; index < count; index += 1) items.push(read());
    return items;
  }

  text(): string {
    return this.optionalText() ?? "";
  }

  optionalText(): string | null {
    const length = this.length();
    if (length < 0) return null;
    const start = this.#at;
    this.skip(length);
    return this.#bytes.toString("utf8", start, this.#at);
  }

  /** Whether a struct follows that may be null. */
  present(): boolean {
    const start = this.#at;
    this.skip(1);
    return this.#bytes.readInt8(start) >= 0;
  }

  /** Tagged fields are for newer versions than ours. */
  tags(): void {
    for (let left = this.#unsigned(); left > 0; left -= 1) {
      this.#unsigned();
      this.skip(this.#unsigned());
    }
  }

  /** An error code: throws unless it is zero. The number is the type, as `kafkaFailure` reads it. */
  failure(request: string): void {
    const start = this.#at;
    this.skip(2);
    const code = this.#bytes.readInt16BE(start);
    if (code !== 0) throw Object.assign(new Error(`${request} is refused`), { type: names[code] ?? `error ${code}` });
  }

  #unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const start = this.#at;
      this.skip(1);
      const byte = this.#bytes.readUInt8(start);
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
}

/** Of the codes that describing groups may bring; the others are told by number. */
const names: Readonly<Record<number, string>> = {
  14: "GROUP_LOAD_IN_PROGRESS",
  15: "GROUP_COORDINATOR_NOT_AVAILABLE",
  16: "NOT_COORDINATOR_FOR_GROUP",
  30: "GROUP_AUTHORIZATION_FAILED",
  69: "GROUP_ID_NOT_FOUND",
};
