/**
 * `shop.environment.json`: the connections that a pipeline names, as they are in one environment. The same pipeline runs everywhere; only this
 * differs. Secrets are references.
 */
import * as z from "zod";
import { hasErrors, type Diagnostic } from "../diagnostics.ts";
import { parseDuration, printDuration } from "../records/durations.ts";
import { documentCodes } from "./document.ts";
import { currentFormat, durationText, idText, nameText } from "./document-schema.ts";
import { makePointer, toJson } from "./json-node.ts";
import { limits } from "./limits.ts";
import { Expanded, printJson, type Printable } from "./print-json.ts";
import { readDocument } from "./read-document.ts";
import { findReservedNames } from "./reserved-names.ts";
import { schemaFindings } from "./schema-findings.ts";
import { findSecrets, secretReference, type SecretReference } from "./secrets.ts";
import { present, section } from "./write.ts";

const broker = z
  .string()
  .max(300)
  .regex(/^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}$/, "Write `host:port`");

const securitySchema = z.strictObject({
  protocol: z.enum(["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]),
  mechanism: z.enum(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]).optional(),
  username: z.union([z.string().min(1).max(1000), secretReference]).optional(),
  password: secretReference.optional(),
  ca: secretReference.optional().describe("Certificates to trust, PEM; the system's where it is left out."),
  certificate: secretReference.optional().describe("Our certificate, PEM, for mutual TLS."),
  key: secretReference.optional().describe("Its private key, PEM."),
  serverName: z.string().max(300).optional(),
  insecure: z.boolean().optional().describe("Accepts any certificate. For trials only."),
});

const kafkaSchema = z.strictObject({
  kind: z.literal("kafka"),
  brokers: z.array(broker).min(1).max(100),
  security: securitySchema.optional(),
  connectTimeout: durationText.optional(),
  requestTimeout: durationText.optional(),
});

export const environmentSchema = z.strictObject({
  $schema: z.string().max(2000).optional(),
  format: z.literal(currentFormat),
  name: nameText,
  connections: z.record(idText, kafkaSchema).optional(),
});

export interface Environment {
  readonly name: string;
  readonly connections: ReadonlyMap<string, KafkaConnection>;
}

export interface KafkaConnection {
  readonly kind: "kafka";
  readonly brokers: readonly string[];
  /** Null: no encryption and no authentication. */
  readonly security: Security | null;
  readonly connectTimeoutMs: number | null;
  readonly requestTimeoutMs: number | null;
}

export interface Security {
  readonly protocol: "PLAINTEXT" | "SSL" | "SASL_PLAINTEXT" | "SASL_SSL";
  readonly mechanism?: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
  readonly username?: string | SecretReference;
  readonly password?: SecretReference;
  readonly ca?: SecretReference;
  readonly certificate?: SecretReference;
  readonly key?: SecretReference;
  readonly serverName?: string;
  readonly insecure?: boolean;
}

export function parseEnvironment(source: string | Uint8Array): {
  environment: Environment | null;
  diagnostics: readonly Diagnostic[];
} {
  const { root, diagnostics } = readDocument(source);
  if (root === null || hasErrors(diagnostics)) return { environment: null, diagnostics };
  const value = toJson(root);
  const reserved = findReservedNames(value);
  if (reserved.length > 0) return { environment: null, diagnostics: [...diagnostics, ...reserved] };
  const secrets = findSecrets(value);
  const result = environmentSchema.safeParse(value);
  const secretAt = new Set(secrets.map((finding) => finding.pointer));
  const findings = result.success
    ? Object.entries(result.data.connections ?? {}).flatMap(([name, one]) => checkSecurity(name, one))
    : schemaFindings(result.error, { schema: environmentSchema, value, codes: documentCodes }).filter(
        (finding) => !secretAt.has(finding.pointer),
      );
  const all = [...diagnostics, ...secrets, ...findings].slice(0, limits.diagnostics);
  if (!result.success || hasErrors(all)) return { environment: null, diagnostics: all };
  const connections = new Map(
    Object.entries(result.data.connections ?? {}).map(([name, one]): [string, KafkaConnection] => [
      name,
      {
        kind: "kafka",
        brokers: one.brokers,
        security: one.security === undefined ? null : makeSecurity(one.security),
        connectTimeoutMs: one.connectTimeout === undefined ? null : (parseDuration(one.connectTimeout) ?? null),
        requestTimeoutMs: one.requestTimeout === undefined ? null : (parseDuration(one.requestTimeout) ?? null),
      },
    ]),
  );
  return { environment: { name: result.data.name, connections }, diagnostics: all };
}

/** What the parts of `security` demand of each other. */
function checkSecurity(name: string, { security }: z.infer<typeof kafkaSchema>): Diagnostic[] {
  if (security === undefined) return [];
  const at = (key: string): string => makePointer("connections", name, "security", key);
  const findings: Diagnostic[] = [];
  const find = (
    severity: "error" | "warning",
    code: "DOC_0105" | "DOC_0106",
    key: string,
    message: string,
    hint: string,
  ) => void findings.push({ code, severity, message, hint, pointer: at(key) });
  const sasl = security.protocol.startsWith("SASL");
  const tls = security.protocol.endsWith("SSL");
  for (const key of ["mechanism", "username", "password"] as const) {
    if (sasl && security[key] === undefined)
      find("error", "DOC_0105", key, `\`${key}\` is missing.`, `${security.protocol} needs it.`);
    if (!sasl && security[key] !== undefined) {
      find(
        "error",
        "DOC_0106",
        key,
        `\`${key}\` has no effect with ${security.protocol}.`,
        "Write `SASL_SSL`, or remove it.",
      );
    }
  }
  for (const key of ["ca", "certificate", "key", "serverName", "insecure"] as const) {
    if (!tls && security[key] !== undefined) {
      find(
        "error",
        "DOC_0106",
        key,
        `\`${key}\` has no effect with ${security.protocol}.`,
        `Write \`${sasl ? "SASL_SSL" : "SSL"}\`, or remove it.`,
      );
    }
  }
  if ((security.certificate === undefined) !== (security.key === undefined)) {
    const missing = security.key === undefined ? "key" : "certificate";
    find(
      "error",
      "DOC_0105",
      missing,
      `\`${missing}\` is missing.`,
      "Mutual TLS needs both the certificate and its key.",
    );
  }
  if (security.mechanism === "PLAIN" && !tls) {
    find(
      "error",
      "DOC_0106",
      "protocol",
      "PLAIN sends the password as it is, and this connection is not encrypted.",
      "Use `SASL_SSL`, or SCRAM.",
    );
  }
  if (security.insecure === true) {
    find(
      "warning",
      "DOC_0106",
      "insecure",
      "Any certificate is accepted: whoever is in between can read along.",
      "Name the authority with `ca` instead.",
    );
  }
  return findings;
}

export function writeEnvironment(environment: Environment): string {
  const ms = (value: number | null): Printable | undefined => (value === null ? undefined : printDuration(value));
  const connection = (one: KafkaConnection): Printable =>
    new Expanded(
      present([
        ["kind", one.kind],
        ["brokers", one.brokers],
        ["security", one.security === null ? undefined : new Map(securityForm(one.security))],
        ["connectTimeout", ms(one.connectTimeoutMs)],
        ["requestTimeout", ms(one.requestTimeoutMs)],
      ]),
    );
  return printJson(
    new Expanded(
      present([
        ["format", currentFormat],
        ["name", environment.name],
        ["connections", section([...environment.connections].map(([name, one]) => [name, connection(one)]))],
      ]),
    ),
    140,
  );
}

function securityForm(security: Security): (readonly [string, Printable])[] {
  const reference = (value: SecretReference | undefined): Printable | undefined =>
    value === undefined ? undefined : new Map(Object.entries(value));
  const { username } = security;
  return present([
    ["protocol", security.protocol],
    ["mechanism", security.mechanism],
    ["username", typeof username === "object" ? reference(username) : username],
    ["password", reference(security.password)],
    ["ca", reference(security.ca)],
    ["certificate", reference(security.certificate)],
    ["key", reference(security.key)],
    ["serverName", security.serverName],
    ["insecure", security.insecure],
  ]);
}

function makeSecurity(one: z.infer<typeof securitySchema>): Security {
  return {
    protocol: one.protocol,
    ...(one.mechanism === undefined ? {} : { mechanism: one.mechanism }),
    ...(one.username === undefined ? {} : { username: one.username }),
    ...(one.password === undefined ? {} : { password: one.password }),
    ...(one.ca === undefined ? {} : { ca: one.ca }),
    ...(one.certificate === undefined ? {} : { certificate: one.certificate }),
    ...(one.key === undefined ? {} : { key: one.key }),
    ...(one.serverName === undefined ? {} : { serverName: one.serverName }),
    ...(one.insecure === undefined ? {} : { insecure: one.insecure }),
  };
}
