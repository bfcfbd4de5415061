import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, test } from "node:test";
import { commands } from "../../runtime/cli/commands.ts";
import { runCommandLine } from "../../runtime/cli/main.ts";
import { createMemoryTerminal, wantsColour } from "../../runtime/cli/terminal.ts";
import { runCli, type CliResult } from "./run-cli.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

describe("wrong usage", () => {
  const cases: readonly [argv: readonly string[], code: number, text: RegExp][] = [
    [["vlidate"], 2, /CLI_0002 There is no command `vlidate`.*\n.*Did you mean `weir validate`\?/],
    [["xyzzy"], 2, /CLI_0002.*\n {2}`weir help` lists the commands/],
    [["__proto__"], 2, /CLI_0002/],
    [["constructor"], 2, /CLI_0002/],
    [["validate"], 2, /CLI_0001 `weir validate` needs an argument.*\n {2}Usage: weir validate FILES…/],
    [["diff", "a"], 2, /CLI_0001 `weir diff` needs 2 arguments/],
    [["version", "x"], 2, /CLI_0001 `weir version` does not take `x`/],
    [["fmt", "--chek", "x"], 2, /CLI_0001 There is no option `--chek`; did you mean `--check`\?/],
    [["fmt", "-z", "x"], 2, /CLI_0001 There is no option `-z`/],
    [["fmt", "--check=yes", "x"], 2, /CLI_0001/],
    [["validate", "nowhere.json"], 2, /CLI_0003 `nowhere.json` cannot be read: there is no such file/],
    [["help", "fmtt"], 2, /Did you mean `weir help fmt`\?/],
  ];
  for (const [argv, code, text] of cases) {
    test(argv.join(" "), async () => {
      const result = await runCli(here, ...argv);
      assert.equal(result.code, code);
      assert.match(result.stderr, text);
      assert.equal(result.stdout, "");
      assert.doesNotMatch(result.stderr, /\n {4}at /);
    });
  }

  test("with --json the error is one document, too", async () => {
    const { code, stdout } = await runCli(here, "validate", "--json", "nowhere.json");
    assert.equal(code, 2);
    assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, "CLI_0003");
  });
});

test("a bug of ours is one sentence, and its stack is for --debug", async () => {
  const run = async (...argv: readonly string[]): Promise<CliResult> => {
    const terminal = createMemoryTerminal();
    const out = (): never => {
      throw new TypeError("cannot read what is not there");
    };
    const host = {
      terminal: { ...terminal, out },
      environment: {},
      directory: here,
      interruption: () => new AbortController().signal,
    };
    const code = await runCommandLine(argv, host);
    return { code, stdout: "", stderr: terminal.stderr };
  };
  const { code, stderr } = await run("version");
  assert.equal(code, 1);
  assert.match(stderr, /^error CLI_0500 .*cannot read what is not there\n {2}This is a bug in Weir/);
  assert.doesNotMatch(stderr, /\n {4}at /);
  assert.match((await run("version", "--debug")).stderr, /TypeError: .*\n {4}at /);
});

describe("help", () => {
  test("lists every command", async () => {
    const { code, stdout } = await runCli(here);
    assert.equal(code, 0);
    for (const name of Object.keys(commands)) assert.match(stdout, new RegExp(`^  ${name} +\\S`, "m"));
    assert.equal((await runCli(here, "--help")).stdout, stdout);
  });

  for (const [name, load] of Object.entries(commands)) {
    test(`weir ${name} --help`, async () => {
      const { command } = await load();
      assert.equal(command.name, name);
      assert.doesNotMatch(command.summary, /\.$/);
      assert.ok(command.examples.length > 0, "an example");
      for (const { run } of command.examples) assert.match(run, new RegExp(`weir ${name}|merge=weir`));
      const { code, stdout } = await runCli(here, name, "--help");
      assert.equal(code, 0);
      for (const option of [...Object.keys(command.options), "json", "help"]) assert.ok(stdout.includes(`--${option}`));
      for (const line of stdout.split("\n")) assert.ok(line.length <= 120, line);
    });
  }
});

test("colour: NO_COLOR, FORCE_COLOR, terminals", () => {
  assert.equal(wantsColour({}, true), true);
  assert.equal(wantsColour({}, false), false);
  assert.equal(wantsColour({ NO_COLOR: "1" }, true), false);
  assert.equal(wantsColour({ NO_COLOR: "" }, true), true);
  assert.equal(wantsColour({ NO_COLOR: "1", FORCE_COLOR: "1" }, true), false);
  assert.equal(wantsColour({ FORCE_COLOR: "1" }, false), true);
  assert.equal(wantsColour({ FORCE_COLOR: "0" }, true), false);
  assert.equal(wantsColour({ TERM: "dumb" }, true), false);
});

describe("as a process", () => {
  const weir = fileURLToPath(new URL("../../bin/weir.js", import.meta.url));
  const run = (...argv: readonly string[]) =>
    spawnSync(process.execPath, [weir, ...argv], { encoding: "utf8", cwd: here });

  test("version", () => {
    const { status, stdout, stderr } = run("version");
    assert.equal(status, 0);
    assert.match(stdout, /^weir \d+\.\d+\.\d+ \(Node 2\d\./);
    assert.equal(stderr, "");
  });

  test("the exit code of a failure reaches the shell, without colour and stack", () => {
    const { status, stderr } = run("validate", "nowhere.json");
    assert.equal(status, 2);
    assert.equal(
      stderr,
      "error CLI_0003 `nowhere.json` cannot be read: there is no such file.\n  Check the path and its permissions.\n",
    );
  });

  test("--debug shows the stack", () => {
    assert.match(run("validate", "--debug", "nowhere.json").stderr, /\n {4}at .*\ncaused by Error: ENOENT/s);
  });
});
