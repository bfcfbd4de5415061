import assert from "node:assert/strict";
import {
  truncateSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  lstatSync,
  mkdirSync,
  statSync,
  chmodSync,
} from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { runCli, withSamples } from "./run-cli.ts";

const pipeline = "late-payments.pipeline.json";

function change(directory: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(directory, file), "utf8");
  assert.ok(text.includes(from));
  writeFileSync(join(directory, file), text.replace(from, to));
}

describe("validate", () => {
  test("all samples are right", () =>
    withSamples(async (directory) => {
      const { code, stdout, stderr } = await runCli(directory, "validate", ".");
      assert.equal(code, 0, stdout);
      assert.equal(stdout.split("\n").filter((line) => line.startsWith("✓")).length, 4);
      assert.equal(stderr, "");
    }));

  test("an expression in error: node, line, caret under the characters, past escapes", () =>
    withSamples(async (directory) => {
      change(directory, pipeline, "value.paid < value.total", "value.paid \\u003c value.totl");
      const { code, stdout } = await runCli(directory, "validate", pipeline);
      assert.equal(code, 1);
      const lines = stdout.split("\n");
      assert.match(lines[0] ?? "", /^error EXPR_0102 /);
      assert.equal(lines[1], `  ${pipeline}:42:53  node Not fully paid (late_5h3n6v2r)`);
      const at = lines[2]?.indexOf("totl") ?? -1;
      assert.equal(lines[3]?.indexOf("^"), at);
      assert.equal(lines[3]?.trimEnd().length, at + 4);
    }));

  test("--json is one document with places, and text goes to standard error", () =>
    withSamples(async (directory) => {
      change(directory, pipeline, '"kind": "left"', '"kind": "outest"');
      const { code, stdout, stderr } = await runCli(directory, "validate", "--json", pipeline);
      assert.equal(code, 1);
      const document = JSON.parse(stdout) as {
        ok: boolean;
        errors: number;
        files: { diagnostics: { code: string; line: number; node: string }[] }[];
      };
      assert.equal(document.ok, false);
      const [first] = document.files[0]?.diagnostics ?? [];
      assert.deepEqual([first?.code, first?.line, first?.node], ["NODE_0104", 27, "join_c41z8w0q"]);
      assert.match(stderr, /^error NODE_0104/);
    }));

  test("a secret is refused, and never printed", () =>
    withSamples(async (directory) => {
      change(directory, pipeline, '"topic": "orders"', '"topic": "orders", "password": "hunter2"');
      for (const argv of [
        ["validate", "."],
        ["validate", "--json", "."],
        ["fmt", "."],
        ["diff", pipeline, pipeline],
        ["plan", pipeline],
      ]) {
        const { code, stdout, stderr } = await runCli(directory, ...argv);
        assert.equal(code, 1, argv.join(" "));
        assert.match(stdout + stderr, /DOC_0111/);
        assert.doesNotMatch(stdout + stderr, /hunter2/);
      }
    }));

  test("names cannot move the cursor", () =>
    withSamples(async (directory) => {
      writeFileSync(join(directory, "x.pipeline.json"), '{"format":1,"id":"p","name":"P","\u202e\\u001b[2J":1}');
      const { stdout } = await runCli(directory, "validate", "x.pipeline.json");
      assert.match(stdout, /DOC_0104/);
      // oxlint-disable-next-line no-control-regex -- this is what it is about
      assert.doesNotMatch(stdout, /[\u001b\u202e]/);
    }));

  test("warnings fail with --strict only", () =>
    withSamples(async (directory) => {
      change(directory, pipeline, '"name": "Payments"', '"name": "Orders"');
      assert.equal((await runCli(directory, "validate", pipeline)).code, 0);
      const { code, stdout } = await runCli(directory, "validate", "--strict", pipeline);
      assert.equal(code, 1);
      assert.match(stdout, /warning DOC_0209/);
    }));

  test("a minified file is shown around the place", () =>
    withSamples(async (directory) => {
      const text = JSON.stringify(JSON.parse(readFileSync(join(directory, pipeline), "utf8"))).replace(
        "value.paid < value.total",
        "value.paid < value.totl",
      );
      writeFileSync(join(directory, pipeline), text);
      const { stdout } = await runCli(directory, "validate", pipeline);
      const lines = stdout.split("\n");
      assert.equal(lines[3]?.indexOf("^"), lines[2]?.indexOf("totl"));
      for (const line of lines) assert.ok(line.length <= 100, line);
    }));
});

describe("fmt", () => {
  test("rewrites what is not canonical and nothing else", () =>
    withSamples(async (directory) => {
      const files = readdirSync(directory);
      const canonical = new Map(files.map((file) => [file, readFileSync(join(directory, file), "utf8")]));
      assert.equal((await runCli(directory, "fmt", "--check", ".")).code, 0);
      const untouched = statSync(join(directory, "shop.environment.json")).mtimeMs;
      for (const file of files.filter((name) => !name.startsWith("shop"))) {
        writeFileSync(
          join(directory, file),
          `\ufeff${(canonical.get(file) ?? "").replaceAll("\n", "\r\n").replaceAll("  ", "\t")}`,
        );
      }
      const check = await runCli(directory, "fmt", "--check", ".");
      assert.equal(check.code, 1);
      assert.match(check.stdout, /4 files, 3 not in canonical form/);
      const { code, stdout } = await runCli(directory, "fmt", ".");
      assert.equal(code, 0);
      assert.match(stdout, /4 files, 3 rewritten/);
      for (const file of files) assert.equal(readFileSync(join(directory, file), "utf8"), canonical.get(file), file);
      assert.equal(statSync(join(directory, "shop.environment.json")).mtimeMs, untouched);
      assert.deepEqual(readdirSync(directory), files, "no drafts are left");
    }));

  test("leaves what it cannot read or would lose as it is", () =>
    withSamples(async (directory) => {
      const cases = {
        "newer.pipeline.json": '{"format":9,"id":"p","name":"P","lanes":[]}',
        "broken.pipeline.json": "{",
        "extra.pipeline.json": '{"format":1,"id":"p","name":"P","x":1}',
      };
      for (const [file, text] of Object.entries(cases)) {
        writeFileSync(join(directory, file), text);
        assert.equal((await runCli(directory, "fmt", file)).code, 1, file);
        assert.equal(readFileSync(join(directory, file), "utf8"), text);
      }
    }));

  test("CLI_0004 where it cannot write, and the file stays whole", () =>
    withSamples(async (directory) => {
      const text = '{"format":1,"id":"p","name":"P"}';
      writeFileSync(join(directory, "a.pipeline.json"), text);
      mkdirSync(join(directory, `.a.pipeline.json.${process.pid}.tmp`));
      const { code, stderr } = await runCli(directory, "fmt", "a.pipeline.json");
      assert.equal(code, 1);
      assert.match(stderr, /CLI_0004 `a.pipeline.json` cannot be written/);
      assert.equal(readFileSync(join(directory, "a.pipeline.json"), "utf8"), text);
    }));

  test("follows links and keeps the mode", () =>
    withSamples(async (directory) => {
      mkdirSync(join(directory, "sub"));
      const target = join(directory, "sub", "a.pipeline.json");
      writeFileSync(target, '{"format":1,"id":"p","name":"P"}');
      chmodSync(target, 0o640);
      symlinkSync("sub/a.pipeline.json", join(directory, "link.pipeline.json"));
      assert.equal((await runCli(directory, "fmt", "link.pipeline.json")).code, 0);
      assert.ok(lstatSync(join(directory, "link.pipeline.json")).isSymbolicLink());
      assert.match(readFileSync(target, "utf8"), /^\{\n/);
      assert.equal(statSync(target).mode & 0o777, 0o640);
    }));
});

describe("diff", () => {
  test("says what changed, and with --exit-code that something did", () =>
    withSamples(async (directory) => {
      writeFileSync(join(directory, "old.pipeline.json"), readFileSync(join(directory, pipeline)));
      change(directory, pipeline, '"after": "15m"', '"after": "20m"');
      const { code, stdout } = await runCli(directory, "diff", "old.pipeline.json", pipeline);
      assert.equal(code, 0);
      assert.equal(stdout, '~ node "Order with its payment" (join_c41z8w0q) after: "15m" → "20m"\n1 difference\n');
      assert.equal((await runCli(directory, "diff", "--exit-code", "old.pipeline.json", pipeline)).code, 1);
      const json = await runCli(directory, "diff", "--json", "old.pipeline.json", pipeline);
      assert.deepEqual(JSON.parse(json.stdout), {
        changes: [{ change: "config", id: "join_c41z8w0q", pointer: "/after", before: "15m", after: "20m" }],
      });
      assert.match((await runCli(directory, "diff", pipeline, pipeline)).stdout, /^No difference/);
    }));
});

describe("files", () => {
  test("a folder where a file is meant, an empty folder, and one that is too large", () =>
    withSamples(async (directory) => {
      mkdirSync(join(directory, "empty"));
      truncateSync(join(directory, pipeline), 32 * 1024 * 1024 + 1);
      const cases: readonly [argv: readonly string[], code: number, text: RegExp][] = [
        [["plan", "empty"], 2, /CLI_0003 `empty` (?:is a folder|cannot be read: it is a folder)/],
        [["validate", "empty"], 2, /CLI_0003 There is no pipeline in `empty`/],
        [["validate", pipeline], 1, /DOC_0001 .* is larger than 32 MiB/],
      ];
      for (const [argv, code, text] of cases) {
        const result = await runCli(directory, ...argv);
        assert.match(result.stderr, text);
        assert.equal(result.code, code, argv.join(" "));
      }
    }));
});

describe("merge-driver", () => {
  test("merges into ours, and tells conflicts by the exit code", () =>
    withSamples(async (directory) => {
      for (const side of ["base", "ours", "theirs"])
        writeFileSync(join(directory, side), readFileSync(join(directory, pipeline)));
      change(directory, "ours", '"after": "15m"', '"after": "20m"');
      change(directory, "theirs", '"grace": "30s"', '"grace": "45s"');
      assert.equal((await runCli(directory, "merge-driver", "base", "ours", "theirs", pipeline)).code, 0);
      const merged = readFileSync(join(directory, "ours"), "utf8");
      assert.match(merged, /"after": "20m",\n\s*"grace": "45s"/);
      change(directory, "theirs", '"after": "15m"', '"after": "25m"');
      const { code, stderr } = await runCli(directory, "merge-driver", "base", "ours", "theirs", pipeline);
      assert.equal(code, 1);
      assert.match(stderr, /config\/after: Both sides changed it\.\n {2}ours {3}"20m"\n {2}theirs "25m"/);
      assert.equal(readFileSync(join(directory, "ours"), "utf8"), merged);
    }));

  test("layouts are merged without conflicts", () =>
    withSamples(async (directory) => {
      const layout = "late-payments.layout.json";
      for (const side of ["base", "ours", "theirs"])
        writeFileSync(join(directory, side), readFileSync(join(directory, layout)));
      change(directory, "ours", '"x": 720', '"x": 1');
      change(directory, "theirs", '"x": 720', '"x": 2');
      assert.equal((await runCli(directory, "merge-driver", "base", "ours", "theirs", layout)).code, 0);
      assert.match(readFileSync(join(directory, "ours"), "utf8"), /"x": 2/);
    }));
});

describe("plan", () => {
  test("prints the topology, and with --json gives it", () =>
    withSamples(async (directory) => {
      const { code, stdout } = await runCli(directory, "plan", pipeline);
      assert.equal(code, 0);
      assert.match(stdout, /^Topology of late-payments_4tq8z1mn\n/);
      assert.match(stdout, /late-totals \(sink, 4 partitions\)/);
      const document = JSON.parse((await runCli(directory, "plan", "--json", pipeline)).stdout) as {
        ok: boolean;
        topology: { pipeline: string };
      };
      assert.equal(document.topology.pipeline, "late-payments_4tq8z1mn");
    }));

  test("shows what hinders instead", () =>
    withSamples(async (directory) => {
      change(directory, pipeline, '"to": "late_5h3n6v2r.in"', '"to": "late_5h3n6v2r.inn"');
      const { code, stdout, stderr } = await runCli(directory, "plan", "--json", pipeline);
      assert.equal(code, 1);
      assert.match(stderr, /DOC_0202/);
      assert.equal((JSON.parse(stdout) as { topology: unknown }).topology, null);
    }));
});
