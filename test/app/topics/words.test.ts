/** Bytes, names and forms of the topic browser and the settings, as data. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, nameProblem, securityOf, securityText } from "../../../app/renderer/settings/security-form.ts";
import {
  browseCluster,
  chosenCluster,
  clusterChoices,
  clusterChosen,
} from "../../../app/renderer/topics/cluster-choice.ts";
import { readHeaders } from "../../../app/renderer/topics/record-form.ts";
import { indent, recordText } from "../../../app/renderer/topics/record-text.ts";
import { fromOf } from "../../../app/renderer/topics/from.ts";
import { settingText } from "../../../app/renderer/topics/setting-text.ts";
import { isOfPipeline, splitName } from "../../../app/renderer/topics/topic-names.ts";
import type { Security } from "../../../shared/pipeline/environment.ts";
import { environment } from "../run/orders.ts";

const base64 = (text: string | readonly number[]): string =>
  (typeof text === "string" ? Buffer.from(text) : Buffer.from([...text])).toString("base64");

test("JSON is laid out without touching a digit or a letter of a text", () => {
  const json = '{"a":12345678901234567890.10,"b":"{\\"x\\":[1,2]}","c":[],"d":{},"e":[1e400]}';
  assert.equal(
    indent(json),
    '{\n  "a": 12345678901234567890.10,\n  "b": "{\\"x\\":[1,2]}",\n  "c": [],\n  "d": {},\n  "e": [\n    1e400\n  ]\n}',
  );
});

test("what is not UTF-8 is hex in every form; what is not JSON is text", () => {
  for (const form of ["auto", "text", "json", "hex"] as const)
    assert.equal(recordText(base64([0xff, 0x00]), form), "ff 00");
  assert.equal(recordText(base64("{oops"), "json"), "{oops");
  assert.equal(recordText(null, "json"), "null");
});

test("headers are read one a line", () => {
  assert.deepEqual(readHeaders("a: 1\n\nb:c:d\ne:").headers, [
    ["a", "1"],
    ["b", "c:d"],
    ["e", ""],
  ]);
  assert.match(readHeaders("nothing").problem ?? "", /nothing/);
  assert.match(readHeaders(": x").problem ?? "", /name: value/);
});

test("places in a topic", () => {
  assert.deepEqual(fromOf("offset", " 9223372036854775807 "), { kind: "offset", offset: "9223372036854775807" });
  assert.equal(fromOf("offset", "-1"), null);
  assert.deepEqual(fromOf("time", "1970-01-01T00:00:01Z"), { kind: "time", timestampMs: 1000 });
  assert.equal(fromOf("time", "yesterday"), null);
});

test("settings with their unit", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["retention.ms", "604800000", "7 d"],
    ["retention.ms", "-1", "no limit"],
    ["segment.bytes", "1073741824", "1 GiB"],
    ["flush.messages", "9223372036854775807", "no limit"],
    ["segment.ms", "1500", "1500 ms"],
    ["cleanup.policy", "compact", ""],
    ["min.insync.replicas", "1", ""],
  ];
  for (const [name, value, text] of cases) assert.equal(settingText(name, value), text, `${name}=${value}`);
});

test("topics that pipelines keep for themselves are known by their ends", () => {
  assert.deepEqual(splitName("a_1-b_2-changelog"), { start: "a_1-b_2", end: "-changelog" });
  assert.ok(isOfPipeline("a_1-b_2-repartition"));
  assert.ok(!isOfPipeline("a_1-dead-letters"), "people look at dead letters");
  assert.ok(!isOfPipeline("-changelog"));
});

test("what a form of security does not show is not lost", () => {
  const whole: Security = {
    protocol: "SASL_SSL",
    mechanism: "SCRAM-SHA-256",
    username: { $env: "KAFKA_USER" },
    password: { $secret: "kafka/password" },
    ca: { $file: "ca.pem" },
    certificate: { $file: "me.pem" },
    key: { $file: "me.key" },
    serverName: "kafka.example",
    insecure: true,
  };
  assert.deepEqual(securityOf(formOf(whole)), whole);
  assert.equal(securityOf({ ...formOf(whole), protocol: "PLAINTEXT" }), null);
  assert.equal(securityText(whole), "TLS, any certificate, SCRAM-SHA-256");
  assert.equal(securityText(null), "not encrypted");
});

test("a name of a secret is not a secret", () => {
  assert.equal(nameProblem({ place: "secret", name: "kafka/password" }), undefined);
  assert.match(nameProblem({ place: "secret", name: "p@ss word" }) ?? "", /not the password/);
  assert.match(nameProblem({ place: "env", name: "kafka/password" }) ?? "", /KAFKA_PASSWORD/);
  assert.equal(nameProblem({ place: "file", name: "/run/secrets/any thing" }), undefined);
});

test("a pipeline that names no connection is looked at through its environment's first", () => {
  const file = "staging.environment.json";
  const choices = clusterChoices(
    { runs: new Map() },
    { files: [{ file, text: environment("staging", ["a:1"]), missing: [] }] },
  );
  browseCluster({ environment: file, connection: null });
  assert.equal(chosenCluster(choices, clusterChosen.getState().id)?.label, "staging · kafka");
  assert.equal(chosenCluster(choices, "run gone")?.label, "staging · kafka");
  assert.equal(chosenCluster([], null), undefined);
});
