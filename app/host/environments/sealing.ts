/** A passphrase makes a key (scrypt, RFC 7914), the key seals values (AES-256-GCM); each seal is bound to the name of its value. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import * as z from "zod";

export const sealedSchema = z.strictObject({ iv: z.base64(), tag: z.base64(), data: z.base64() });
export type Sealed = z.infer<typeof sealedSchema>;

export const derivationSchema = z.strictObject({
  name: z.literal("scrypt"),
  // What a file may ask for is bounded, so that one from elsewhere cannot take all memory.
  n: z.int().min(16_384).max(1_048_576),
  r: z.int().min(8).max(16),
  p: z.int().min(1).max(4),
  salt: z.base64(),
});
export type Derivation = z.infer<typeof derivationSchema>;

/** 128 MiB and about half a second for each guess. */
export function newDerivation(): Derivation {
  return { name: "scrypt", n: 131_072, r: 8, p: 1, salt: randomBytes(16).toString("base64") };
}

export function deriveKey(passphrase: string, { n, r, p, salt }: Derivation): Promise<Buffer> {
  const options = { N: n, r, p, maxmem: 128 * n * r * p + 1_048_576 };
  return new Promise((resolve, reject) => {
    // The same letters can be written in several ways; keyboards differ in which they give.
    scrypt(passphrase.normalize("NFKC"), Buffer.from(salt, "base64"), 32, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

export function seal(key: Buffer, name: string, value: string): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(name, "utf8"));
  const data = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return { iv: iv.toString("base64"), tag: cipher.getAuthTag().toString("base64"), data: data.toString("base64") };
}

/** Null where the key is not the one, or the seal is broken or was made for another name. */
export function unseal(key: Buffer, name: string, { iv, tag, data }: Sealed): string | null {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64"), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(name, "utf8"));
    decipher.setAuthTag(Buffer.from(tag, "base64"));
    return Buffer.concat([decipher.update(Buffer.from(data, "base64")), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
