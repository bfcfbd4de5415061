/** The client's side of SCRAM (RFC 5802, RFC 7677) without channel binding. */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { WeirError } from "../../shared/errors.ts";

/** Fewer would make a stolen exchange easy to break, more would let a server keep this process busy. RFC 7677 asks for 4096 at least. */
const MIN_ITERATIONS = 4096;
const MAX_ITERATIONS = 1_000_000;

const derive = promisify(pbkdf2);

export interface ScramConversation {
  first(): Buffer;
  /** The proof for the server's challenge. Rejects if the challenge is not acceptable. */
  prove(challenge: Buffer): Promise<Buffer>;
  /** Throws unless the server has shown that it knows the password as well. */
  verify(final: Buffer): void;
}

export function createScram(
  hash: "sha256" | "sha512",
  username: string,
  password: string,
  nonce: string = randomBytes(24).toString("base64url"),
): ScramConversation {
  const bytes = hash === "sha256" ? 32 : 64;
  const clientFirst = `n=${username.replaceAll("=", "=3D").replaceAll(",", "=2C")},r=${nonce}`;
  let serverSignature: Buffer | null = null;

  return {
    first: () => Buffer.from(`n,,${clientFirst}`),

    async prove(challenge) {
      const serverFirst = challenge.toString("utf8");
      const fields = readFields(serverFirst);
      const serverNonce = fields.get("r") ?? "";
      const salt = Buffer.from(fields.get("s") ?? "", "base64");
      const iterations = Number(fields.get("i") ?? "0");
      if (!serverNonce.startsWith(nonce) || serverNonce.length === nonce.length)
        throw notTrusted("it does not answer this exchange");
      if (salt.length === 0) throw notTrusted("it gives no salt");
      if (!Number.isInteger(iterations) || iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
        throw notTrusted(
          `it asks for ${fields.get("i") ?? "no"} iterations, allowed are ${MIN_ITERATIONS} to ${MAX_ITERATIONS}`,
        );
      }
      const salted = await derive(password, salt, iterations, bytes, hash);
      const clientKey = hmac(hash, salted, "Client Key");
      const withoutProof = `c=biws,r=${serverNonce}`;
      const exchange = `${clientFirst},${serverFirst},${withoutProof}`;
      const signature = hmac(hash, createHash(hash).update(clientKey).digest(), exchange);
      for (let i = 0; i < bytes; i++) clientKey[i]! ^= signature[i]!;
      serverSignature = hmac(hash, hmac(hash, salted, "Server Key"), exchange);
      return Buffer.from(`${withoutProof},p=${clientKey.toString("base64")}`);
    },

    verify(final) {
      const fields = readFields(final.toString("utf8"));
      const given = Buffer.from(fields.get("v") ?? "", "base64");
      if (
        serverSignature === null ||
        given.length !== serverSignature.length ||
        !timingSafeEqual(given, serverSignature)
      ) {
        throw notTrusted(
          fields.has("e") ? `it reports ${fields.get("e") ?? ""}` : "it does not know the password itself",
        );
      }
    },
  };
}

function hmac(hash: string, key: Buffer, text: string): Buffer {
  return createHmac(hash, key).update(text).digest();
}

function readFields(message: string): Map<string, string> {
  return new Map(message.split(",").map((field) => [field.slice(0, 1), field.slice(2)]));
}

function notTrusted(why: string): WeirError {
  return new WeirError("KAFKA_0005", `The broker's part of the SCRAM exchange is not acceptable: ${why}.`, {
    hint: "Something between here and the broker may pose as the broker: check the address and use TLS.",
  });
}
