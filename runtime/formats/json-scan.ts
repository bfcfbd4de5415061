/**
 * One pass over a JSON text that checks all of it and notes where the wanted fields lie. Wanted fields form a tree of names; members of an
 * object mostly come in the same order in every record, so each member remembers which one followed it last time and is recognised by
 * comparing its bytes, which checks them as well.
 */
import { TOKEN, type JsonColumn } from "../vectors/column.ts";
import {
  MAX_JSON_DEPTH,
  NOT_JSON,
  skipBlank,
  skipNumber,
  skipText,
  skipValue,
  skipWord,
  textEnd,
  TOO_DEEP,
} from "./json-syntax.ts";
import { unescapeText } from "./json-escapes.ts";

/** A wanted value and the wanted fields inside it. */
export interface PathNode {
  readonly name: string;
  readonly children: readonly PathNode[];
  /** What stood after the opening brace last time. */
  first: Member | null;
  readonly members: Member[];
  // Where the values of this node go: the arrays of the batch at hand.
  starts: Int32Array;
  ends: Int32Array;
  tokens: Uint8Array;
  /** Rows in which a wanted name comes more than once. */
  repeated: Set<number>;
}

/** A member that was seen in an object: `"name":` as bytes. */
interface Member {
  readonly length: number;
  /** The first four bytes, the next four, the next four, and the last four, which may overlap those before. */
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly last: number;
  readonly bytes: Uint8Array;
  readonly node: PathNode | null;
  next: Member | null;
}

const MAX_MEMBERS = 256;
const MAX_MEMBER_BYTES = 128;
const noInts = new Int32Array(0);
const noBytes = new Uint8Array(0);

/** The tree of some paths; the empty path is the root, which always exists. */
export function makePathTree(paths: readonly (readonly string[])[], name = ""): PathNode {
  const byName = new Map<string, string[][]>();
  for (const [head, ...rest] of paths) {
    if (head === undefined) continue;
    const list = byName.get(head);
    if (list === undefined) byName.set(head, [rest]);
    else list.push(rest);
  }
  const children = [...byName].map(([child, rest]) => makePathTree(rest, child));
  return {
    name,
    children,
    first: null,
    members: [],
    starts: noInts,
    ends: noInts,
    tokens: noBytes,
    repeated: new Set(),
  };
}

/** New arrays for a batch; answers the column that the scan fills. */
export function prepareColumn(node: PathNode, buffer: Buffer, rows: number): JsonColumn {
  node.starts = new Int32Array(rows);
  node.ends = new Int32Array(rows);
  node.tokens = new Uint8Array(rows);
  node.repeated = new Set();
  const fields = new Map<string, JsonColumn>();
  for (const child of node.children) fields.set(child.name, prepareColumn(child, buffer, rows));
  return {
    kind: "json",
    buffer,
    starts: node.starts,
    ends: node.ends,
    tokens: node.tokens,
    fields,
    repeated: node.repeated,
  };
}

/**
 * Scans one text. Answers the position after it (which is `end`), or a negative number where it is not JSON; the arrays of the row are then
 * undefined.
 */
export function scanText(data: DataView, from: number, end: number, root: PathNode, row: number): number {
  const start = skipBlank(data, from, end);
  const p = scanValue(data, start, end, root, row, 0);
  if (p < 0) return p;
  return skipBlank(data, p, end) === end ? end : NOT_JSON;
}

/** A wanted value, from its first byte. */
export function scanValue(
  data: DataView,
  from: number,
  end: number,
  node: PathNode,
  row: number,
  depth: number,
): number {
  if (from >= end) return NOT_JSON;
  const { children } = node;
  if (children.length > 0 && node.tokens[row] !== TOKEN.missing) forget(node, row);
  let token: number;
  let p: number;
  const c = data.getUint8(from);
  if (c === 0x22) {
    p = skipText(data, from + 1, end);
    token = p < 0 ? TOKEN.escapedText : TOKEN.text;
    p = textEnd(p);
  } else if (c === 0x7b) {
    token = TOKEN.object;
    p = children.length > 0 ? scanObject(data, from + 1, end, node, row, depth + 1) : skipValue(data, from, end, depth);
  } else if (c === 0x5b) {
    token = TOKEN.array;
    p = skipValue(data, from, end, depth);
  } else if (c === 0x2d || (c >= 0x30 && c <= 0x39)) {
    token = TOKEN.number;
    p = skipNumber(data, from, end);
  } else {
    token = c === 0x74 ? TOKEN.true : c === 0x66 ? TOKEN.false : TOKEN.null;
    p = skipWord(data, from, end);
  }
  node.starts[row] = from;
  node.ends[row] = p;
  node.tokens[row] = token;
  if (children.length > 0 && token !== TOKEN.object && token !== TOKEN.null) markAstray(node, row);
  return p;
}

/** The members of an object of which some are wanted, from after the opening brace. */
function scanObject(data: DataView, from: number, end: number, node: PathNode, row: number, depth: number): number {
  if (depth > MAX_JSON_DEPTH) return TOO_DEEP;
  let p = from;
  let expected = node.first;
  let last: Member | null = null;
  if (p < end && data.getUint8(p) !== 0x22) {
    p = skipBlank(data, p, end);
    if (p < end && data.getUint8(p) === 0x7d) return p + 1;
  }
  for (;;) {
    let member = expected;
    let afterKey = member === null ? -1 : matchMember(data, p, end, member);
    let wanted: PathNode | null;
    if (afterKey < 0) {
      // Another member than last time.
      if (p >= end || data.getUint8(p) !== 0x22) return NOT_JSON;
      const keyEnd = skipText(data, p + 1, end);
      afterKey = textEnd(keyEnd);
      if (afterKey < 0) return NOT_JSON;
      member = findMember(data, p, afterKey, node, keyEnd < 0);
      wanted = member === null ? findChild(bytesOf(data, p, afterKey), node, keyEnd < 0) : member.node;
      afterKey = skipBlank(data, afterKey, end);
      if (afterKey >= end || data.getUint8(afterKey) !== 0x3a) return NOT_JSON;
      afterKey++;
      if (member !== null) {
        if (last === null) node.first = member;
        else last.next = member;
      }
    } else wanted = member!.node;
    if (member !== null) {
      last = member;
      expected = member.next;
    } else expected = null;
    p = afterKey < end && data.getUint8(afterKey) > 0x20 ? afterKey : skipBlank(data, afterKey, end);
    if (wanted !== null) {
      if (wanted.tokens[row] !== TOKEN.missing) node.repeated.add(row);
      p = scanValue(data, p, end, wanted, row, depth);
    } else if (p < end && data.getUint8(p) === 0x22) p = textEnd(skipText(data, p + 1, end));
    else p = skipValue(data, p, end, depth);
    if (p < 0) return p;
    if (p >= end) return NOT_JSON;
    let c = data.getUint8(p);
    if (c <= 0x20) {
      p = skipBlank(data, p, end);
      if (p >= end) return NOT_JSON;
      c = data.getUint8(p);
    }
    if (c === 0x7d) return p + 1;
    if (c !== 0x2c) return NOT_JSON;
    p++;
    if (p < end && data.getUint8(p) <= 0x20) p = skipBlank(data, p, end);
  }
}

/** The position after `"name":` where exactly that stands at `p`, else -1. */
function matchMember(data: DataView, p: number, end: number, member: Member): number {
  const { length } = member;
  const after = p + length;
  if (after > end || data.getInt32(p, true) !== member.first) return -1;
  if (data.getInt32(after - 4, true) !== member.last) return -1;
  if (length <= 8) return after;
  if (data.getInt32(p + 4, true) !== member.second) return -1;
  if (length <= 12) return after;
  if (data.getInt32(p + 8, true) !== member.third) return -1;
  for (let k = 12; k < length - 4; k++) if (data.getUint8(p + k) !== member.bytes[k]) return -1;
  return after;
}

/** The remembered member whose quoted name lies at [from, to), remembering it if there is room; null where there is none. */
function findMember(data: DataView, from: number, to: number, node: PathNode, escaped: boolean): Member | null {
  const length = to - from;
  const quoted = bytesOf(data, from, to);
  for (const member of node.members) if (isNamed(member, quoted)) return member;
  if (node.members.length >= MAX_MEMBERS || length > MAX_MEMBER_BYTES || length < 3) return null;
  const bytes = new Uint8Array(length + 1);
  bytes.set(quoted);
  bytes[length] = 0x3a;
  const member = makeMember(bytes, findChild(quoted, node, escaped));
  node.members.push(member);
  return member;
}

function bytesOf(data: DataView, from: number, to: number): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset + from, to - from);
}

function isNamed(member: Member, quoted: Uint8Array): boolean {
  const { bytes } = member;
  if (bytes.length !== quoted.length + 1) return false;
  for (let k = 0; k < quoted.length; k++) if (bytes[k] !== quoted[k]) return false;
  return true;
}

/** `bytes` are at least four. */
function makeMember(bytes: Uint8Array, node: PathNode | null): Member {
  const data = new DataView(bytes.buffer);
  const { length } = bytes;
  const word = (at: number): number => data.getInt32(Math.min(at, length - 4), true);
  return { length, first: word(0), second: word(4), third: word(8), last: word(length), bytes, node, next: null };
}

function findChild(quoted: Uint8Array, node: PathNode, escaped: boolean): PathNode | null {
  const raw = Buffer.from(quoted.buffer, quoted.byteOffset + 1, quoted.length - 2).toString("utf8");
  const name = escaped ? unescapeText(raw) : raw;
  return node.children.find((child) => child.name === name) ?? null;
}

/** A second member of the same name: the fields that the first one had do not count. */
function forget(node: PathNode, row: number): void {
  for (const child of node.children) {
    child.tokens[row] = TOKEN.missing;
    forget(child, row);
  }
}

/** The fields wanted inside a value that is not an object. */
function markAstray(node: PathNode, row: number): void {
  for (const child of node.children) {
    child.tokens[row] = TOKEN.astray;
    markAstray(child, row);
  }
}
