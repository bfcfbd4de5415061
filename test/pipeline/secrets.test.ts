import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Json } from "../../shared/pipeline/pipeline.ts";
import { findSecrets } from "../../shared/pipeline/secrets.ts";

// Put together here, so that no scanner takes this file for a leak.
const aws = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
const pem = (kind: string): string => `-----BEGIN ${kind} KEY-----`;
const awsSecret = ["wJalrXUtnFEMI/K7MDENG", "bPxRfiCYEXAMPLEKEY"].join("/");
const jwt = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0In0", "SflKxwRJSMeKKF2QT4fw"].join(".");

const secrets: readonly (readonly [what: string, value: Json, pointer: string])[] = [
  ["a password", { password: "hunter2" }, "/password"],
  ["a number as password", { password: 1234 }, "/password"],
  ["a nested secret", { auth: { clientSecret: "x" } }, "/auth/clientSecret"],
  ["an API key with a dash", { "api-key": "x" }, "/api-key"],
  ["a token", { token: "abc" }, "/token"],
  ["in a list", { users: [{ passwd: "x" }] }, "/users/0/passwd"],
  ["a constant under a field's name", { fields: { password: "'hunter2'" } }, "/fields/password"],
  ["an address with a password", { url: "postgres://app:s3cret@db/orders" }, "/url"],
  ["an address with a password and no user", { url: "redis://:s3cret@cache" }, "/url"],
  ["a JAAS line", { "sasl.jaas.config": 'org.x required username="u" password="p";' }, "/sasl.jaas.config"],
  ["a private key", { pem: `${pem("PRIVATE")}\nMII…` }, "/pem"],
  ["an RSA key", { pem: pem("RSA PRIVATE") }, "/pem"],
  ["an AWS key id", { id: aws }, "/id"],
  ["an AWS secret", { id: awsSecret }, "/id"],
  ["a bearer", { headers: { Authorization: `Bearer ${"a".repeat(20)}` } }, "/headers/Authorization"],
  ["a signed token", { x: jwt }, "/x"],
  ["a token of a forge", { x: `ghp_${"a1".repeat(18)}` }, "/x"],
];

const harmless: readonly (readonly [what: string, value: Json])[] = [
  ["references", { password: { $env: "P" }, token: { $file: "/run/secrets/t" }, secret: { $secret: "a/b" } }],
  ["an expression under a field's name", { fields: { token: "value.token", password: "mask(value.password)" } }],
  ["a type with such fields", { value: { type: "{ password: string; token: string }" } }],
  ["names of fields to drop", { drop: ["password", "token"] }],
  ["an empty string", { password: "" }],
  ["an address without a password", { url: "https://user@example.com/a:b@c", other: "https://example.com:8080/x@y" }],
  ["a digest", { sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709" }],
  ["a certificate", { ca: "-----BEGIN CERTIFICATE-----" }],
  ["a long word", { topic: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA1" }],
  ["a key of a join", { on: { left: "value.id", right: "value.orderId" }, key: "value.token" }],
];

describe("secrets that stand in a document", () => {
  for (const [what, value, pointer] of secrets) {
    test(what, () => {
      const found = findSecrets(value);
      assert.deepEqual(
        found.map((finding) => [finding.code, finding.pointer]),
        [["DOC_0111", pointer]],
      );
      assert.doesNotMatch(JSON.stringify(found), /hunter2|s3cret|1234/);
    });
  }
});

describe("what is no secret", () => {
  for (const [what, value] of harmless) test(what, () => assert.deepEqual(findSecrets(value), []));
});

describe("references that are none", () => {
  for (const value of [
    { $evn: "X" },
    { $env: 5 },
    { $env: "1X" },
    { $env: "A", $file: "b" },
    { $secret: "../x y" },
    { $env: "A", default: "x" },
  ]) {
    test(JSON.stringify(value), () => {
      assert.deepEqual(
        findSecrets({ password: value }).map(({ code, pointer }) => [code, pointer]),
        [["DOC_0112", "/password"]],
      );
    });
  }
});

test("patterns are linear", () => {
  const long = "a".repeat(200_000);
  const value = [
    `${long}://${long}`,
    `https://${long}:${long}`,
    `password = ${long}`,
    `password='${long}`,
    `eyJ${long}.eyJ${long}`,
    "-----BEGIN ".repeat(20_000),
    `-----BEGIN ${"A ".repeat(100_000)}`,
  ];
  const start = performance.now();
  findSecrets(value);
  assert.ok(performance.now() - start < 2000);
});
