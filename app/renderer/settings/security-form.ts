/** Security of a connection as it is typed: references to secrets are `secret NAME`, `env NAME` or `file PATH`. */
import type { Security } from "../../../shared/pipeline/environment.ts";
import type { SecretReference } from "../../../shared/pipeline/secrets.ts";

export interface SecurityForm {
  readonly protocol: Security["protocol"];
  readonly mechanism: NonNullable<Security["mechanism"]>;
  readonly username: string;
  readonly password: string;
  readonly ca: string;
  readonly insecure: boolean;
  /** What this form does not show and does not lose. */
  readonly rest: Partial<Security>;
}

export function formOf(security: Security | null): SecurityForm {
  const { username } = security ?? {};
  return {
    protocol: security?.protocol ?? "PLAINTEXT",
    mechanism: security?.mechanism ?? "SCRAM-SHA-512",
    username: typeof username === "string" ? username : printReference(username),
    password: printReference(security?.password),
    ca: printReference(security?.ca),
    insecure: security?.insecure === true,
    rest: security ?? {},
  };
}

export function securityOf({
  protocol,
  mechanism,
  username,
  password,
  ca,
  insecure,
  rest,
}: SecurityForm): Security | null {
  if (protocol === "PLAINTEXT") return null;
  const sasl = protocol.startsWith("SASL");
  const tls = protocol.endsWith("SSL");
  const secret = readReference(password);
  const authority = readReference(ca);
  return {
    protocol,
    ...(sasl
      ? { mechanism, ...(username === "" ? {} : { username }), ...(secret === null ? {} : { password: secret }) }
      : {}),
    ...(tls && authority !== null ? { ca: authority } : {}),
    ...(tls && rest.certificate !== undefined && rest.key !== undefined
      ? { certificate: rest.certificate, key: rest.key }
      : {}),
    ...(tls && rest.serverName !== undefined ? { serverName: rest.serverName } : {}),
    ...(tls && insecure ? { insecure } : {}),
  };
}

export function readReference(text: string): SecretReference | null {
  const [, kind, name] = /^\s*(?:(secret|env|file)\s+)?(\S.*?)\s*$/.exec(text) ?? [];
  if (name === undefined) return null;
  if (kind === "env") return { $env: name };
  return kind === "file" ? { $file: name } : { $secret: name };
}

function printReference(reference: SecretReference | undefined): string {
  if (reference === undefined) return "";
  if ("$env" in reference) return `env ${reference.$env}`;
  return "$file" in reference ? `file ${reference.$file}` : `secret ${reference.$secret}`;
}
