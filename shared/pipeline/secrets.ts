/**
 * Secrets never stand in a document; a reference says where the runtime finds them. This finds the ones that were written in all the same: by
 * the name of their field and by their looks. A finding never repeats the value.
 */
import * as z from "zod";
import type { Diagnostic } from "../diagnostics.ts";
import { pointerOf, type JsonPlace } from "./json-place.ts";
import type { Json } from "./pipeline.ts";

/** `{ "$env": "NAME" }`, `{ "$file": "/run/secrets/name" }` or `{ "$secret": "kafka/password" }`. */
export const secretReference = z
  .union([
    z.strictObject({ $env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/) }),
    z.strictObject({ $file: z.string().min(1).max(4096) }),
    z.strictObject({
      $secret: z
        .string()
        .regex(/^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/)
        .max(400),
    }),
  ])
  .meta({
    id: "SecretReference",
    description: "Where the runtime finds a secret: environment variable, file or secret store.",
  });

export type SecretReference = z.infer<typeof secretReference>;

const advice =
  'Write a reference instead: { "$env": "NAME" }, { "$file": "/path" } or { "$secret": "store/name" }, and change the secret, as it has been in a file.';

export function findSecrets(value: Json, pointer = ""): Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(value, { parent: null, step: "" }, { base: pointer, found });
  return found;
}

interface Visit {
  readonly base: string;
  readonly found: Diagnostic[];
}

function visit(value: Json, at: JsonPlace, to: Visit): void {
  if (typeof value === "string") {
    const what = secretIn(value, keyOf(at), at.parent === null ? "" : keyOf(at.parent));
    if (what === null) return;
    const pointer = pointerOf(at, to.base);
    to.found.push({ code: "DOC_0111", severity: "error", message: `Here stands ${what}.`, hint: advice, pointer });
  } else if (Array.isArray(value)) {
    value.forEach((item: Json, step) => visit(item, { parent: at, step }, to));
  } else if (isObject(value)) {
    checkReference(value, at, to);
    for (const [step, item] of Object.entries(value)) {
      if (typeof item === "string" || typeof item === "object") {
        if (!step.startsWith("$")) visit(item, { parent: at, step }, to);
      } else if (typeof item === "number" && /^(?:password|passphrase|pin)$/i.test(step)) {
        visit(String(item), { parent: at, step }, to);
      }
    }
  }
}

function secretIn(value: string, key: string, parent: string): string | null {
  if (value === "") return null;
  return looksSecret(value) ?? (isSecretName(key) && !isUsersMap(parent, value) ? "a secret in plain text" : null);
}

/** Items of a list have none. */
function keyOf({ step }: JsonPlace): string {
  return typeof step === "string" ? step : "";
}

/** What looks like a reference must be one: a misspelt `$evn` would otherwise reach the broker as a password. */
function checkReference(value: { readonly [key: string]: Json }, at: JsonPlace, { base, found }: Visit): void {
  const names = Object.keys(value);
  if ((base === "" && at.parent === null) || !names.some((name) => name.startsWith("$"))) return;
  if (secretReference.safeParse(value).success) return;
  found.push({
    code: "DOC_0112",
    severity: "error",
    message: "A reference to a secret is not understood.",
    hint: 'Write { "$env": "NAME" }, { "$file": "/path" } or { "$secret": "store/name" } and nothing else in it.',
    pointer: pointerOf(at, base),
  });
}

function isSecretName(key: string): boolean {
  return secretName.test(key);
}

const secretName =
  /^token$|(?:passw(?:or)?d|passphrase|secret|credentials?|(?:api|private|access)[_-]?key|(?:auth|access|refresh|bearer)[_-]?token)$/i;

/** Maps whose keys the user names after fields of records, with expressions as values: a field called `token` is no secret there. */
function isUsersMap(parent: string, value: string): boolean {
  return usersMaps.has(parent) && !/^\s*(["'`])[^"'`]*\1\s*$/.test(value);
}

const usersMaps: ReadonlySet<string> = new Set([
  "by",
  "fields",
  "result",
  "rename",
  "set",
  "mask",
  "headers",
  "cases",
  "value",
  "key",
  "on",
  "item",
]);

/** Each text that one of the patterns below matches has one of these marks: one look where otherwise each pattern would take its own. */
const mark =
  /PRIVATE KEY-----|:\/\/|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AIza|eyJ|Bearer|Basic|password|secret/i;

const looks: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/, "a private key"],
  [/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@?#]*:[^\s/@?#]+@/i, "an address with a password in it"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an access key of AWS"],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,}|glpat-[A-Za-z0-9_-]{20,})/, "an access token"],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, "an access token"],
  [/\bAIza[0-9A-Za-z_-]{35}\b/, "an API key"],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, "a signed token"],
  [/\b(?:Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{16,}/, "credentials of an HTTP request"],
  [/\b(?:password|secret)\s*=\s*(["'])[^"']+\1/i, "a password"],
];

function looksSecret(value: string): string | null {
  // The patterns are linear, and a text without one of these marks cannot match any.
  if (value.length < 8) return null;
  if (mark.test(value)) for (const [pattern, what] of looks) if (pattern.test(value)) return what;
  return isRandomKey(value) ? "what looks like a secret key" : null;
}

/** 40 characters of base64 with the entropy of random ones, as an AWS secret access key; hexadecimal digests are not. */
function isRandomKey(value: string): boolean {
  if (value.length !== 40 || !/^[A-Za-z0-9+/]{40}$/.test(value)) return false;
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/[0-9]/.test(value)) return false;
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / 40) * Math.log2(count / 40);
  return bits > 4;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
