import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseEnvironment, writeEnvironment } from "../../shared/pipeline/environment.ts";
import { parseLayout, pruneLayout, writeLayout } from "../../shared/pipeline/layout.ts";
import { parseTestDocument, writeTestDocument } from "../../shared/pipeline/test-document.ts";

type Finding = readonly [code: string, pointer: string | undefined];

function codes(diagnostics: readonly { code: string; pointer?: string }[]): Finding[] {
  return diagnostics.map(({ code, pointer }) => [code, pointer]);
}

describe("environments", () => {
  const at = "/connections/k/security";
  const cases: readonly { what: string; security: unknown; expect: readonly Finding[] }[] = [
    { what: "plain text", security: { protocol: "PLAINTEXT" }, expect: [] },
    {
      what: "TLS with both halves",
      security: { protocol: "SSL", certificate: { $file: "/c" }, key: { $file: "/k" } },
      expect: [],
    },
    {
      what: "TLS with one half",
      security: { protocol: "SSL", certificate: { $file: "/c" } },
      expect: [["DOC_0105", `${at}/key`]],
    },
    {
      what: "SASL without a user",
      security: { protocol: "SASL_SSL", mechanism: "PLAIN", password: { $env: "P" } },
      expect: [["DOC_0105", `${at}/username`]],
    },
    {
      what: "a user without SASL",
      security: { protocol: "SSL", username: "u" },
      expect: [["DOC_0106", `${at}/username`]],
    },
    {
      what: "a CA without TLS",
      security: { protocol: "PLAINTEXT", ca: { $file: "/c" } },
      expect: [["DOC_0106", `${at}/ca`]],
    },
    {
      what: "a password in the open",
      security: { protocol: "SASL_PLAINTEXT", mechanism: "PLAIN", username: "u", password: { $env: "P" } },
      expect: [["DOC_0106", `${at}/protocol`]],
    },
    {
      what: "SCRAM without TLS",
      security: { protocol: "SASL_PLAINTEXT", mechanism: "SCRAM-SHA-512", username: "u", password: { $env: "P" } },
      expect: [],
    },
    {
      what: "any certificate",
      security: { protocol: "SSL", insecure: true },
      expect: [["DOC_0106", `${at}/insecure`]],
    },
    {
      what: "a password in the file",
      security: { protocol: "SASL_SSL", mechanism: "PLAIN", username: "u", password: "hunter2" },
      expect: [["DOC_0111", `${at}/password`]],
    },
    { what: "a protocol that is none", security: { protocol: "TLS" }, expect: [["DOC_0106", `${at}/protocol`]] },
    { what: "a key that is none", security: { protocol: "SSL", cafile: "x" }, expect: [["DOC_0104", `${at}/cafile`]] },
  ];
  for (const { what, security, expect } of cases) {
    test(what, () => {
      const text = JSON.stringify({
        format: 1,
        name: "e",
        connections: { k: { kind: "kafka", brokers: ["h:9092"], security } },
      });
      const { environment, diagnostics } = parseEnvironment(text);
      assert.deepEqual(codes(diagnostics), expect);
      assert.equal(
        environment === null,
        diagnostics.some(({ severity }) => severity === "error"),
      );
    });
  }

  test("addresses of brokers", () => {
    const findings = (broker: unknown): Finding[] =>
      codes(
        parseEnvironment(
          JSON.stringify({ format: 1, name: "e", connections: { k: { kind: "kafka", brokers: [broker] } } }),
        ).diagnostics,
      );
    for (const good of ["localhost:9092", "10.0.0.1:1", "[::1]:9092", "b-1.kafka.example.com:9094"])
      assert.deepEqual(findings(good), []);
    for (const bad of ["localhost", ":9092", "a b:1", "kafka://h:1", "h:port", 5]) {
      assert.deepEqual(findings(bad), [["DOC_0106", "/connections/k/brokers/0"]], String(bad));
    }
    assert.equal(findings("u:secret@h:9092")[0]?.[0], "DOC_0106");
  });

  test("what is written is read back", () => {
    const environment = {
      name: "all",
      connections: new Map([
        [
          "k",
          {
            kind: "kafka" as const,
            brokers: ["a:1", "b:2"],
            security: {
              protocol: "SASL_SSL" as const,
              mechanism: "PLAIN" as const,
              username: { $secret: "k/user" },
              password: { $file: "/p" },
              ca: { $env: "CA" },
              serverName: "s",
              insecure: false,
            },
            connectTimeoutMs: 90_000,
            requestTimeoutMs: 1,
          },
        ],
        [
          "a",
          { kind: "kafka" as const, brokers: ["c:3"], security: null, connectTimeoutMs: null, requestTimeoutMs: null },
        ],
      ]),
    };
    const text = writeEnvironment(environment);
    assert.deepEqual(parseEnvironment(text), { environment, diagnostics: [] });
    assert.match(text, /"connectTimeout": "1m30s"/);
  });
});

describe("tests of a pipeline", () => {
  const wrap = (body: unknown): string => JSON.stringify({ format: 1, tests: { t: body } });

  test("numbers keep every digit", () => {
    const text =
      '{"format":1,"tests":{"t":{"given":{"a":[{"key":9007199254740993,"value":{"d":20.10,"big":1e999}}]},"expect":{"b":[{"value":[0.1000]}]}}}}';
    const { document, diagnostics } = parseTestDocument(text);
    assert.deepEqual(diagnostics, []);
    const record = document?.tests.get("t")?.given.get("a")?.[0];
    assert.equal(record?.key, "9007199254740993");
    assert.equal(record?.value, '{"d":20.10,"big":1e999}');
    assert.equal(document?.tests.get("t")?.expect.get("b")?.[0]?.value, "[0.1000]");
    assert.ok(document);
    assert.deepEqual(parseTestDocument(writeTestDocument(document)).document, document);
  });

  test("what is left out differs from null", () => {
    const { document } = parseTestDocument(
      wrap({ given: { a: [{ value: null }, {}] }, expect: { b: [{ value: null }, { key: null }] } }),
    );
    const test = document?.tests.get("t");
    assert.deepEqual(
      test?.given.get("a")?.map(({ value }) => value),
      [null, null],
    );
    assert.deepEqual(
      test?.expect.get("b")?.map(({ key, value }) => [key, value]),
      [
        [undefined, null],
        [null, undefined],
      ],
    );
  });

  test("times are milliseconds or instants", () => {
    const { document, diagnostics } = parseTestDocument(
      wrap({
        given: {
          a: [
            { timestamp: "1970-01-01T00:00:01Z", headers: { h: "x", n: null } },
            { timestamp: -5, partition: 3 },
          ],
        },
        expect: {},
        advanceTo: 60_000,
        unordered: true,
      }),
    );
    assert.deepEqual(diagnostics, []);
    const test = document?.tests.get("t");
    assert.deepEqual(
      test?.given.get("a")?.map(({ timestampMs }) => timestampMs),
      [1000, -5],
    );
    assert.deepEqual(test?.given.get("a")?.[0]?.headers, [
      ["h", "x"],
      ["n", null],
    ]);
    assert.equal(test?.advanceToMs, 60_000);
    assert.equal(test?.unordered, true);
    assert.ok(document);
    assert.deepEqual(parseTestDocument(writeTestDocument(document)).document, document);
  });

  const wrong: readonly [what: string, body: unknown, expect: readonly Finding[]][] = [
    ["no expectation", { given: {} }, [["DOC_0105", "/tests/t/expect"]]],
    ["a time in words", { given: {}, expect: {}, advanceTo: "tomorrow" }, [["DOC_0106", "/tests/t/advanceTo"]]],
    ["a key misspelt", { given: {}, expect: {}, unorderd: true }, [["DOC_0104", "/tests/t/unorderd"]]],
    ["records as an object", { given: { a: {} }, expect: {} }, [["DOC_0106", "/tests/t/given/a"]]],
    [
      "half a millisecond",
      { given: { a: [{ timestamp: 0.5 }] }, expect: {} },
      [["DOC_0106", "/tests/t/given/a/0/timestamp"]],
    ],
  ];
  for (const [what, body, expect] of wrong) {
    test(what, () => {
      const { document, diagnostics } = parseTestDocument(wrap(body));
      assert.equal(document, null);
      assert.deepEqual(codes(diagnostics), expect);
    });
  }
});

describe("layouts", () => {
  test("what is written is read back, sorted", () => {
    const layout = {
      nodes: new Map([
        ["b", { x: 1, y: -2.5 }],
        ["a", { x: 0, y: 0, width: 10, height: 20, color: "teal" }],
      ]),
      notes: new Map([["n", { x: 3, y: 4, text: "line\nline" }]]),
      groups: new Map([
        ["g", { title: "Both", color: "teal", collapsed: true, nodes: ["a", "b"] }],
        ["h", { title: "One", nodes: ["c"] }],
      ]),
    };
    const text = writeLayout(layout);
    assert.deepEqual(parseLayout(text), { layout, diagnostics: [] });
    assert.ok(text.indexOf('"a"') < text.indexOf('"b"'));
    const pruned = pruneLayout(layout, new Map([["a", 1]]));
    assert.deepEqual([...pruned.nodes.keys()], ["a"]);
    assert.deepEqual([...pruned.groups], [["g", { title: "Both", color: "teal", collapsed: true, nodes: ["a"] }]]);
  });

  test("a place far away is refused", () => {
    const { layout, diagnostics } = parseLayout('{"format":1,"nodes":{"a":{"x":1e7,"y":0}}}');
    assert.equal(layout, null);
    assert.deepEqual(codes(diagnostics), [["DOC_0106", "/nodes/a/x"]]);
  });
});

describe("names that zod would lose", () => {
  const proto = '{"__proto__":{"x":0,"y":0}}';
  const cases: readonly [
    what: string,
    read: (text: string) => { diagnostics: readonly { code: string; pointer?: string }[] },
    text: string,
    pointer: string,
  ][] = [
    ["a place", parseLayout, `{"format":1,"nodes":${proto}}`, "/nodes/__proto__"],
    ["a connection", parseEnvironment, `{"format":1,"name":"e","connections":${proto}}`, "/connections/__proto__"],
    ["a test", parseTestDocument, `{"format":1,"tests":${proto}}`, "/tests/__proto__"],
    [
      "a source",
      parseTestDocument,
      '{"format":1,"tests":{"t":{"given":{"__proto__":[]},"expect":{}}}}',
      "/tests/t/given/__proto__",
    ],
  ];
  for (const [what, read, text, pointer] of cases) {
    test(what, () => assert.deepEqual(codes(read(text).diagnostics), [["DOC_0110", pointer]]));
  }

  test("in data they are kept", () => {
    const { document, diagnostics } = parseTestDocument(
      '{"format":1,"tests":{"t":{"given":{"a":[{"value":{"__proto__":1}}]},"expect":{}}}}',
    );
    assert.deepEqual(diagnostics, []);
    assert.equal(document?.tests.get("t")?.given.get("a")?.[0]?.value, '{"__proto__":1}');
  });
});
