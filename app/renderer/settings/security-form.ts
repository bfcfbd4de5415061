/** Security of a connection as it is set: references to secrets are a place and a name in it, never the secret. */
import type { Security } from "../../../shared/pipeline/environment.ts";
import type { SecretReference } from "../../../shared/pipeline/secrets.ts";

export type SecretPlace = "secret" | "env" | "file";

export interface SecretName {
  readonly place: SecretPlace;
  /** Empty: there is none. */
  readonly name: string;
}

export interface SecurityForm {
  readonly protocol: Security["protocol"];
  readonly mechanism: NonNullable<Security["mechanism"]>;
  readonly username: string;
  readonly password: SecretName;
  readonly ca: SecretName;
  readonly insecure: boolean;
  /** What this form does not show and does not lose. */
  readonly rest: Partial<Security>;
}

export function formOf(security: Security | null): SecurityForm {
  const { username } = security ?? {};
  return {
    protocol: security?.protocol ?? "PLAINTEXT",
    mechanism: security?.mechanism ?? "SCRAM-SHA-512",
    username: typeof username === "string" ? username : "",
    password: nameOf(security?.password, "secret"),
    ca: nameOf(security?.ca, "file"),
    insecure: security?.insecure === true,
    rest: security ?? {},
  };
}

export function securityOf(form: SecurityForm): Security | null {
  const { protocol, mechanism, username, insecure, rest } = form;
  if (protocol === "PLAINTEXT") return null;
  const sasl = protocol.startsWith("SASL");
  const tls = protocol.endsWith("SSL");
  const password = referenceOf(form.password);
  const ca = referenceOf(form.ca);
  // A user that is a reference itself was written by hand; an empty field leaves it.
  const user = username.trim() === "" && typeof rest.username === "object" ? rest.username : username.trim();
  return {
    protocol,
    ...(sasl
      ? { mechanism, ...(user === "" ? {} : { username: user }), ...(password === null ? {} : { password }) }
      : {}),
    ...(tls && ca !== null ? { ca } : {}),
    ...(tls && rest.certificate !== undefined && rest.key !== undefined
      ? { certificate: rest.certificate, key: rest.key }
      : {}),
    ...(tls && rest.serverName !== undefined ? { serverName: rest.serverName } : {}),
    ...(tls && insecure ? { insecure } : {}),
  };
}

/** Why it cannot be a name; undefined for one that can, and for none. */
export function nameProblem({ place, name }: SecretName): string | undefined {
  const typed = name.trim();
  if (typed === "") return undefined;
  if (place === "file") return undefined;
  if (place === "env")
    return /^[A-Za-z_][A-Za-z0-9_]{0,199}$/.test(typed)
      ? undefined
      : "A variable has letters, digits and underscores, such as KAFKA_PASSWORD";
  return /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/.test(typed)
    ? undefined
    : "This is the name that the store knows it by, such as kafka/password, not the password";
}

export function referenceOf({ place, name }: SecretName): SecretReference | null {
  const typed = name.trim();
  if (typed === "") return null;
  if (place === "env") return { $env: typed };
  return place === "file" ? { $file: typed } : { $secret: typed };
}

function nameOf(reference: SecretReference | undefined, place: SecretPlace): SecretName {
  if (reference === undefined) return { place, name: "" };
  if ("$env" in reference) return { place: "env", name: reference.$env };
  return "$file" in reference ? { place: "file", name: reference.$file } : { place: "secret", name: reference.$secret };
}

/** In a few words, for a list. */
export function securityText(security: Security | null): string {
  if (security === null || security.protocol === "PLAINTEXT") return "not encrypted";
  const tls = security.protocol.endsWith("SSL");
  const how = security.insecure === true ? "TLS, any certificate" : "TLS";
  if (security.mechanism === undefined) return security.certificate === undefined ? how : `${how}, own certificate`;
  return `${tls ? how : "not encrypted"}, ${security.mechanism}`;
}
