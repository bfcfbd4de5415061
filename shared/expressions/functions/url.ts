/** URLs by RFC 3986: taken apart by its own regular expression, without resolving, normalising or looking anything up. */
import { INT, STRING, makeNullable, makeStruct } from "../../records/types.ts";
import { encodeUtf8, tryDecodeUtf8 } from "../../records/utf8.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import { boundedText } from "./limits.ts";

interface Parts {
  readonly scheme: string;
  readonly user: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly path: string;
  readonly query: string | null;
  readonly fragment: string | null;
}

const PARTS = makeNullable(
  makeStruct([
    { name: "scheme", type: STRING },
    { name: "user", type: makeNullable(STRING) },
    { name: "host", type: makeNullable(STRING) },
    { name: "port", type: makeNullable(INT) },
    { name: "path", type: STRING },
    { name: "query", type: makeNullable(STRING) },
    { name: "fragment", type: makeNullable(STRING) },
  ]),
);

export const urlFunctions = defineFamily("url", [
  {
    name: "url.parse",
    summary: "The parts of an absolute URL as an object, not decoded; null where it is none.",
    signature: "(url: string) => any",
    refine: () => PARTS,
    call: (url: string) => {
      const parts = parseUrl(url);
      return parts === undefined ? null : Object.assign(Object.create(null) as object, parts);
    },
    examples: [
      [
        "url.parse('https://example.org:8443/a/b?x=1#top')",
        { scheme: "https", user: null, host: "example.org", port: 8443, path: "/a/b", query: "x=1", fragment: "top" },
      ],
      ["url.parse('not a url')", null],
    ],
  },
  {
    name: "url.scheme",
    summary: "The scheme of an absolute URL in lower case; null where it is none.",
    signature: "(url: string) => string | null",
    call: (url: string) => parseUrl(url)?.scheme ?? null,
    examples: [["url.scheme('HTTPS://example.org')", "https"]],
  },
  {
    name: "url.host",
    summary: "The host of an absolute URL in lower case; null where there is none.",
    signature: "(url: string) => string | null",
    call: (url: string) => parseUrl(url)?.host ?? null,
    examples: [
      ["url.host('https://user@Example.org:8443/')", "example.org"],
      ["url.host('mailto:ada@example.org')", null],
    ],
  },
  {
    name: "url.port",
    summary: "The port that a URL names; null where it names none.",
    signature: "(url: string) => int | null",
    call: (url: string) => parseUrl(url)?.port ?? null,
    examples: [["url.port('http://localhost:8080/x')", 8080]],
  },
  {
    name: "url.path",
    summary: "The path of a URL or of a relative reference, not decoded.",
    signature: "(url: string) => string",
    call: (url: string) => cut(url).path,
    examples: [["url.path('https://example.org/a%20b?x=1')", "/a%20b"]],
  },
  {
    name: "url.parameter",
    summary: "The first value of a query parameter, decoded; null where there is none.",
    signature: "(url: string, name: string) => string | null",
    call: (url: string, name: string) => {
      for (const [key, value] of parametersOf(url)) if (key === name) return value;
      return null;
    },
    examples: [
      ["url.parameter('/search?q=a+b&q=c', 'q')", "a b"],
      ["url.parameter('/search', 'q')", null],
    ],
  },
  {
    name: "url.parameters",
    summary: "The query parameters of a URL as a map, decoded; of equal names the last counts.",
    signature: "(url: string) => { [key: string]: string }",
    call: (url: string) => {
      const parameters: Record<string, string> = Object.create(null);
      for (const [key, value] of parametersOf(url)) parameters[key] = value;
      return parameters;
    },
    examples: [["url.parameters('/search?q=a%20b&page=2')", { q: "a b", page: "2" }]],
  },
  {
    name: "url.encode",
    summary: "The text percent-encoded in UTF-8, to stand in any part of a URL.",
    signature: "(text: string) => string",
    call: (text: string) => boundedText(encodePercent(text)),
    examples: [["url.encode('a b/ü')", "a%20b%2F%C3%BC"]],
  },
  {
    name: "url.decode",
    summary: "The text with its percent-encoding undone; an error where that is malformed.",
    signature: "(text: string) => string",
    call: (text: string) => {
      const decoded = decodePercent(text);
      if (decoded !== undefined) return decoded;
      throw new ExpressionError(
        "REC_0007",
        "The text is not percent-encoded UTF-8.",
        "A % stands before two hexadecimal digits.",
      );
    },
    examples: [["url.decode('a%20b%2F%C3%BC')", "a b/ü"]],
  },
]);

function cut(url: string): { scheme?: string; authority?: string; path: string; query?: string; fragment?: string } {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(url);
  if (match === null) return { path: url };
  const [, scheme, authority, path = "", query, fragment] = match;
  return {
    path,
    ...(scheme === undefined ? {} : { scheme }),
    ...(authority === undefined ? {} : { authority }),
    ...(query === undefined ? {} : { query }),
    ...(fragment === undefined ? {} : { fragment }),
  };
}

function parseUrl(url: string): Parts | undefined {
  const { scheme, authority, path, query, fragment } = cut(url);
  if (scheme === undefined || /[\s<>"]/.test(url)) return undefined;
  const rest = { path, query: query ?? null, fragment: fragment ?? null };
  if (authority === undefined) return { scheme: scheme.toLowerCase(), user: null, host: null, port: null, ...rest };
  const match = /^(?:(.*)@)?(\[[0-9A-Fa-f:.]+\]|[^:[\]@]*)(?::(\d{0,5}))?$/.exec(authority);
  if (match === null || Number(match[3] ?? 0) > 65_535) return undefined;
  const port = match[3] === undefined || match[3] === "" ? null : Number(match[3]);
  const host = match[2] === undefined || match[2] === "" ? null : match[2].toLowerCase();
  return { scheme: scheme.toLowerCase(), user: match[1] ?? null, host, port, ...rest };
}

/** Names and values as in HTML forms: + is a blank; what is not well encoded stays as it is. */
function parametersOf(url: string): [string, string][] {
  const { query = "" } = cut(url);
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      const decode = (text: string): string => decodePercent(text.replaceAll("+", " ")) ?? text;
      return at < 0 ? [decode(pair), ""] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
    });
}

function encodePercent(text: string): string {
  if (/^[A-Za-z0-9._~-]*$/.test(text)) return text;
  let encoded = "";
  for (const byte of encodeUtf8(text)) {
    const sign = String.fromCharCode(byte);
    encoded += /[A-Za-z0-9._~-]/.test(sign) ? sign : `%${(byte + 0x100).toString(16).slice(1).toUpperCase()}`;
  }
  return encoded;
}

function decodePercent(text: string): string | undefined {
  if (!text.includes("%")) return text;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  const source = encodeUtf8(text);
  const bytes = new Uint8Array(source.length);
  let length = 0;
  for (let i = 0; i < source.length; i++) {
    if (source[i] === 0x25) {
      bytes[length++] = Number.parseInt(String.fromCharCode(source[i + 1]!, source[i + 2]!), 16);
      i += 2;
    } else bytes[length++] = source[i]!;
  }
  return tryDecodeUtf8(bytes, 0, length);
}
