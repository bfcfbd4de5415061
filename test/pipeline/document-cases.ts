/** One document, at least, for every code that reading it can give. */
import { limits } from "../../shared/pipeline/limits.ts";

export interface DocumentCase {
  readonly code: string;
  readonly what: string;
  readonly text: string | Uint8Array;
  readonly pointer?: string;
  /** The text that the range covers. */
  readonly at?: string;
}

/** A document with one node, and something of it replaced. */
export function minimal(
  change: Readonly<Record<string, unknown>> = {},
  node: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    format: 1,
    id: "p_1",
    name: "P",
    operators: { filter: 1 },
    nodes: { f: { type: "filter", name: "F", config: { where: "value.x" }, ...node } },
    ...change,
  });
}

const config = (value: unknown): string => minimal({}, { config: value });

export const documentCases: readonly DocumentCase[] = [
  { code: "DOC_0001", what: "bytes", text: new Uint8Array(limits.documentBytes + 1), pointer: "" },
  { code: "DOC_0001", what: "text", text: " ".repeat(limits.documentBytes + 1) },
  { code: "DOC_0002", what: "an invalid byte", text: Uint8Array.of(0x7b, 0xff, 0x7d) },
  { code: "DOC_0002", what: "UTF-16", text: Uint8Array.of(0xff, 0xfe, 0x7b, 0) },
  { code: "DOC_0002", what: "a surrogate in UTF-8", text: Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22) },
  { code: "DOC_0003", what: "a byte order mark", text: `\ufeff${minimal()}` },
  { code: "DOC_0004", what: "a comma too many", text: '{ "a": 1, }', at: "," },
  { code: "DOC_0004", what: "a comma too many in a list", text: '{ "a": [1, ] }', at: ",", pointer: "/a/1" },
  { code: "DOC_0004", what: "a comment", text: "{ // x\n}", at: "/" },
  { code: "DOC_0004", what: "single quotes", text: "{ 'a': 1 }", at: "'" },
  { code: "DOC_0004", what: "a bare word", text: '{ "a": yes }', at: "y", pointer: "/a" },
  { code: "DOC_0004", what: "NaN", text: '{ "a": NaN }', at: "N", pointer: "/a" },
  { code: "DOC_0004", what: "a leading zero", text: '{ "a": 01 }', at: "0", pointer: "/a" },
  { code: "DOC_0004", what: "a leading plus", text: '{ "a": +1 }', at: "+", pointer: "/a" },
  { code: "DOC_0004", what: "a final point", text: '{ "a": 1. }', at: "1", pointer: "/a" },
  { code: "DOC_0004", what: "an escape that is none", text: '{ "a": "\\x" }', at: "\\x", pointer: "/a" },
  { code: "DOC_0004", what: "a short unicode escape", text: '{ "a": "\\u12g4" }', at: "\\u", pointer: "/a" },
  { code: "DOC_0004", what: "a line end in a string", text: '{ "a": "x\ny" }', at: "\n", pointer: "/a" },
  { code: "DOC_0004", what: "a missing colon", text: '{ "a" 1 }', at: "1" },
  { code: "DOC_0004", what: "a missing comma", text: '{ "a": [1 2] }', at: "2", pointer: "/a/1" },
  { code: "DOC_0004", what: "trueish", text: '{ "a": truex }', at: "t", pointer: "/a" },
  { code: "DOC_0004", what: "brackets crossed", text: '{ "a": [1} }', at: "}", pointer: "/a/1" },
  ...["", " ", "{", '{"a', '{"a"', '{"a":', '{"a":1', '{"a":"x', '{"a":"x\\', '{"a":"\\u00', "[1,", "-", '{"a":1,'].map(
    (text) => ({
      code: "DOC_0005",
      what: `cut off: ${text}`,
      text,
      at: "",
    }),
  ),
  { code: "DOC_0006", what: "two documents", text: "{} {}", at: "{" },
  { code: "DOC_0006", what: "a bracket too many", text: '{ "a": 1 } }', at: "}" },
  { code: "DOC_0007", what: "a key twice", text: '{ "a": { "b": 1, "b": 2 } }', at: '"b"', pointer: "/a/b" },
  {
    code: "DOC_0007",
    what: "a key twice, once with an escape",
    text: '{ "a": 1, "\\u0061": 2 }',
    at: '"\\u0061"',
    pointer: "/a",
  },
  { code: "DOC_0007", what: "__proto__ twice", text: '{ "__proto__": 1, "__proto__": 2 }', pointer: "/__proto__" },
  { code: "DOC_0008", what: "depth 65", text: `${"[".repeat(65)}${"]".repeat(65)}` },
  { code: "DOC_0008", what: "depth 100 000", text: "[".repeat(100_000) },
  { code: "DOC_0008", what: "depth 100 000 of objects", text: '{"a":'.repeat(100_000) },
  { code: "DOC_0009", what: "a long string", text: `"${"x".repeat(limits.stringLength + 1)}"` },
  { code: "DOC_0009", what: "a long key", text: `{"${"x".repeat(limits.stringLength + 1)}":1}` },
  {
    code: "DOC_0010",
    what: "half a pair as an escape",
    text: config({ where: "X" }).replace("X", "\\ud83d"),
    at: '"\\ud83d"',
    pointer: "/nodes/f/config/where",
  },
  {
    code: "DOC_0010",
    what: "half a pair in the text",
    text: config({ where: "\ude00" }).replace("\\ude00", "\ude00"),
    pointer: "/nodes/f/config/where",
  },
  { code: "DOC_0011", what: "1e999", text: '{ "a": 1e999 }', at: "1e999", pointer: "/a" },
  { code: "DOC_0011", what: "2^53 + 1", text: '{ "a": 9007199254740993 }', at: "9007199254740993", pointer: "/a" },
  { code: "DOC_0011", what: "too many digits", text: '{ "a": 3.14159265358979323846 }', pointer: "/a" },
  { code: "DOC_0011", what: "a number of 2000 digits", text: `{ "a": ${"1".repeat(2000)} }`, pointer: "/a" },
  { code: "DOC_0012", what: "a million values", text: `[${"1,".repeat(limits.values)}1]` },
  {
    code: "DOC_0013",
    what: "conflict markers",
    text: '{\n<<<<<<< ours\n"a": 1\n=======\n"a": 2\n>>>>>>> theirs\n}',
    at: "<<<<<<<",
  },
  { code: "DOC_0101", what: "a list", text: "[]", pointer: "" },
  { code: "DOC_0101", what: "null", text: "null", pointer: "" },
  { code: "DOC_0102", what: "no format", text: "{}", pointer: "" },
  { code: "DOC_0102", what: "a format in words", text: minimal({ format: "one" }), pointer: "/format" },
  { code: "DOC_0102", what: "half a format", text: minimal({ format: 0.5 }), pointer: "/format" },
  { code: "DOC_0103", what: "format 2", text: minimal({ format: 2, extra: true }), pointer: "/format" },
  { code: "DOC_0104", what: "a key of the document", text: minimal({ colour: "red" }), pointer: "/colour" },
  { code: "DOC_0104", what: "a key of a node", text: minimal({}, { x: 3 }), pointer: "/nodes/f/x" },
  {
    code: "DOC_0104",
    what: "__proto__ as a key of the document",
    text: minimal().replace("{", '{"__proto__":{},'),
    pointer: "/__proto__",
  },
  { code: "DOC_0105", what: "no id", text: minimal({ id: undefined }), pointer: "/id" },
  { code: "DOC_0105", what: "no type", text: minimal({}, { type: undefined }), pointer: "/nodes/f/type" },
  {
    code: "DOC_0105",
    what: "half an edge",
    text: minimal({ edges: { e: { from: "f.out" } } }),
    pointer: "/edges/e/to",
  },
  { code: "DOC_0105", what: "no policy", text: minimal({}, { onError: {} }), pointer: "/nodes/f/onError/policy" },
  { code: "DOC_0106", what: "a number as name", text: minimal({ name: 5 }), pointer: "/name" },
  { code: "DOC_0106", what: "nodes as a list", text: minimal({ nodes: [] }), pointer: "/nodes" },
  { code: "DOC_0106", what: "a name of two lines", text: minimal({ name: "a\nb" }), pointer: "/name" },
  {
    code: "DOC_0106",
    what: "an edge without port",
    text: minimal({ edges: { e: { from: "f", to: "f.in" } } }),
    pointer: "/edges/e/from",
  },
  {
    code: "DOC_0106",
    what: "a duration without unit",
    text: minimal({ settings: { commitInterval: "5" } }),
    pointer: "/settings/commitInterval",
  },
  {
    code: "DOC_0106",
    what: "a negative duration",
    text: minimal({ settings: { commitInterval: "-5s" } }),
    pointer: "/settings/commitInterval",
  },
  {
    code: "DOC_0106",
    what: "a commit interval of a day",
    text: minimal({ settings: { commitInterval: "1d" } }),
    pointer: "/settings/commitInterval",
  },
  {
    code: "DOC_0106",
    what: "an unknown policy",
    text: minimal({}, { onError: { policy: "ignore" } }),
    pointer: "/nodes/f/onError/policy",
  },
  {
    code: "DOC_0106",
    what: "a topic `..`",
    text: minimal({}, { onError: { policy: "dead-letter", topic: ".." } }),
    pointer: "/nodes/f/onError/topic",
  },
  { code: "DOC_0107", what: "no operators", text: minimal({ operators: undefined }), pointer: "/operators" },
  { code: "DOC_0108", what: "filter 99", text: minimal({ operators: { filter: 99 } }), pointer: "/operators/filter" },
  {
    code: "DOC_0109",
    what: "a long expression",
    text: config({ where: { lang: "weir", src: "x".repeat(limits.expressionLength + 1) } }),
    pointer: "/nodes/f/config/where/src",
  },
  {
    code: "DOC_0110",
    what: "a node id with a blank",
    text: minimal({ nodes: { "a b": { type: "filter", name: "F" } } }),
    pointer: "/nodes/a b",
  },
  {
    code: "DOC_0110",
    what: "an edge id with a slash",
    text: minimal({ edges: { "a/b": { from: "f.out", to: "f.in" } } }),
    pointer: "/edges/a~1b",
  },
  { code: "DOC_0111", what: "a password", text: config({ password: "hunter2" }), pointer: "/nodes/f/config/password" },
  {
    code: "DOC_0112",
    what: "a misspelt reference",
    text: config({ password: { $evn: "X" } }),
    pointer: "/nodes/f/config/password",
  },
  {
    code: "DOC_0113",
    what: "10 001 nodes",
    text: minimal({ nodes: Object.fromEntries(Array.from({ length: limits.nodes + 1 }, (_, i) => [`n${i}`, {}])) }),
    pointer: "/nodes",
  },
  {
    code: "DOC_0113",
    what: "50 001 edges",
    text: minimal({ edges: Object.fromEntries(Array.from({ length: limits.edges + 1 }, (_, i) => [`e${i}`, {}])) }),
    pointer: "/edges",
  },
];
