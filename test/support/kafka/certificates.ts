/** Certificates made for one test run with openssl: an authority, a server's for localhost, a client's, and a stranger's authority. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

export interface Certificates {
  readonly ca: string;
  readonly server: KeyPair;
  readonly client: KeyPair;
  /** An authority that has signed none of them. */
  readonly otherCa: string;
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "weir-certs-"));
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const authority = (name: string): string => {
    const subject = ["-subj", `/CN=${name}`];
    openssl(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
      ...subject,
    );
    return readFileSync(join(folder, `${name}.pem`), "utf8");
  };
  const signed = (name: string, names: string): KeyPair => {
    writeFileSync(join(folder, `${name}.ext`), names);
    openssl(
      "req",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`,
      "-subj",
      `/CN=${name}`,
    );
    openssl(
      ...["x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"],
      ...["-days", "2", "-out", `${name}.pem`, "-extfile", `${name}.ext`],
    );
    return {
      key: readFileSync(join(folder, `${name}.key`), "utf8"),
      cert: readFileSync(join(folder, `${name}.pem`), "utf8"),
    };
  };
  try {
    return {
      ca: authority("ca"),
      server: signed("server", "subjectAltName=DNS:localhost"),
      client: signed("client", "extendedKeyUsage=clientAuth"),
      otherCa: authority("other"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
