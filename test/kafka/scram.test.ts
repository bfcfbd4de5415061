import assert from "node:assert/strict";
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { test } from "node:test";
import { createScram } from "../../runtime/kafka/scram.ts";
import { WeirError } from "../../shared/errors.ts";

/** The exchange of RFC 7677, section 3. */
const rfc = {
  nonce: "rOprNGfwEbeRWgbNEkqO",
  first: "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
  challenge: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
  proof: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  final: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
};

test("answers as RFC 7677 shows", async () => {
  const scram = createScram("sha256", "user", "pencil", rfc.nonce);
  assert.equal(scram.first().toString(), rfc.first);
  assert.equal((await scram.prove(Buffer.from(rfc.challenge))).toString(), rfc.proof);
  scram.verify(Buffer.from(rfc.final));
});

test("writes names with = and , so that they do not end the field", () => {
  assert.equal(createScram("sha512", "a=b,c", "p", "n").first().toString(), "n,,n=a=3Db=2Cc,r=n");
});

const badChallenges: readonly (readonly [string, string, RegExp])[] = [
  ["another exchange's nonce", "r=XXXXNGfwEbeRWgbNEkqO1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", /this exchange/u],
  ["a nonce that adds nothing", `r=${rfc.nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`, /this exchange/u],
  ["no salt", `r=${rfc.nonce}x,i=4096`, /salt/u],
  ["few iterations", `r=${rfc.nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095`, /4095 iterations/u],
  ["iterations without end", `r=${rfc.nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000`, /iterations/u],
  ["nonsense", "hello", /this exchange/u],
];

for (const [what, challenge, message] of badChallenges) {
  test(`refuses ${what}`, async () => {
    const scram = createScram("sha256", "user", "pencil", rfc.nonce);
    await assert.rejects(scram.prove(Buffer.from(challenge)), (error) => isRefusal(error, message));
  });
}

const badFinals: readonly (readonly [string, string, RegExp])[] = [
  ["a wrong signature", `v=${Buffer.alloc(32).toString("base64")}`, /password/u],
  ["a short signature", "v=6rriTRBi", /password/u],
  ["an error", "e=invalid-proof", /invalid-proof/u],
];

for (const [what, final, message] of badFinals) {
  test(`does not trust a broker that sends ${what}`, async () => {
    const scram = createScram("sha256", "user", "pencil", rfc.nonce);
    await scram.prove(Buffer.from(rfc.challenge));
    assert.throws(
      () => scram.verify(Buffer.from(final)),
      (error) => isRefusal(error, message),
    );
  });
}

test("proves knowledge of the password with SHA-512 as well", async () => {
  const scram = createScram("sha512", "u", "secret", "abc");
  const challenge = `r=abcdef,s=${Buffer.from("salty").toString("base64")},i=8192`;
  const proof = (await scram.prove(Buffer.from(challenge))).toString();
  // The server's check: the proof, combined with its signature, hashes to the key that it stores.
  const hmac = (key: Buffer, text: string): Buffer => createHmac("sha512", key).update(text).digest();
  const clientKey = hmac(pbkdf2Sync("secret", "salty", 8192, 64, "sha512"), "Client Key");
  const storedKey = createHash("sha512").update(clientKey).digest();
  const signature = hmac(storedKey, `n=u,r=abc,${challenge},c=biws,r=abcdef`);
  const sent = Buffer.from(proof.slice(proof.indexOf(",p=") + 3), "base64");
  assert.deepEqual(
    sent.map((byte, i) => byte ^ signature[i]!),
    clientKey,
  );
});

function isRefusal(error: unknown, message: RegExp): boolean {
  assert.ok(error instanceof WeirError);
  assert.equal(error.code, "KAFKA_0005");
  assert.match(error.message, message);
  return true;
}
