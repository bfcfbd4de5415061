import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createColours } from "../../runtime/cli/report/colours.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatShare,
  plural,
} from "../../runtime/cli/report/numbers.ts";
import { createProgress } from "../../runtime/cli/report/progress.ts";
import { table } from "../../runtime/cli/report/table.ts";
import { clipText, padText, plain, textWidth, wrapText } from "../../runtime/cli/report/text.ts";
import { createMemoryTerminal } from "../../runtime/cli/terminal.ts";

describe("figures", () => {
  const cases: readonly [got: string, want: string][] = [
    [formatCount(0), "0"],
    [formatCount(999), "999"],
    [formatCount(1000), "1.0 k"],
    [formatCount(999_949), "999.9 k"],
    [formatCount(999_960), "1.0 M"],
    [formatCount(1_234_567), "1.2 M"],
    [formatCount(-5e9), "-5.0 G"],
    [formatCount(Number.NaN), "–"],
    [formatRate(1_200_000), "1.2 M/s"],
    [formatRate(2.25), "2.3 /s"],
    [formatRate(0), "0 /s"],
    [formatBytes(512), "512 B"],
    [formatBytes(1536), "1.5 KiB"],
    [formatBytes(32 * 1024 * 1024), "32.0 MiB"],
    [formatDuration(0.42), "0.4 ms"],
    [formatDuration(9.96), "10 ms"],
    [formatDuration(999.6), "1.0 s"],
    [formatDuration(1500), "1.5 s"],
    [formatDuration(59_960), "1 m 00 s"],
    [formatDuration(123_000), "2 m 03 s"],
    [formatDuration(3_600_000), "1 h 00 m"],
    [formatDuration(187_200_000), "2 d 04 h"],
    [formatDuration(-1500), "-1.5 s"],
    [formatShare(0.25), "25 %"],
    [formatShare(0.014), "1.4 %"],
    [plural(1, "node"), "1 node"],
    [plural(2, "entry", "entries"), "2 entries"],
  ];
  for (const [got, want] of cases) test(want, () => assert.equal(got, want));
});

describe("text", () => {
  test("control characters are shown, not sent", () => {
    assert.equal(plain("a\u001b[2Jb\nc\u202e"), "a\\x1b[2Jb\\x0ac\\u202e");
    assert.equal(plain("naïve 日本 😀"), "naïve 日本 😀");
  });

  test("widths are columns", () => {
    assert.equal(textWidth("日本"), 4);
    assert.equal(textWidth("😀"), 2);
    assert.equal(textWidth("e\u0301"), 1);
    assert.equal(textWidth(createColours(true).red("ab")), 2);
    assert.equal(padText("日", 4) + "|", "日  |");
    assert.equal(padText("7", 3, "right"), "  7");
    assert.equal(clipText("abcdef", 4), "abc…");
    assert.equal(clipText("日本語", 4), "日…");
    assert.deepEqual(wrapText("aa bb cccccc d", 5), ["aa bb", "cccccc", "d"]);
  });

  test("a table is as wide as its content", () => {
    const text = table(
      [{ title: "name" }, { title: "n", align: "right" }],
      [
        ["日本", "1"],
        ["b", "100"],
      ],
      { colours: createColours(false), indent: 2 },
    );
    assert.equal(text, "  name    n\n  日本    1\n  b     100");
  });

  test("colours", () => {
    assert.equal(createColours(true).bold("x"), "\u001b[1mx\u001b[22m");
    assert.equal(createColours(false).bold("x"), "x");
    assert.equal(createColours(true).bold(""), "");
  });
});

describe("progress", () => {
  const watched = () => {
    let text = "";
    return {
      ...createMemoryTerminal(),
      interactive: true,
      rows: 3,
      err: (more: string) => void (text += more),
      taken: () => text,
    };
  };

  test("redraws in place, but not too often, and never more than the screen", () => {
    let now = 0;
    const terminal = watched();
    const progress = createProgress(terminal, () => now);
    progress.show(["a"]);
    now = 10;
    progress.show(["b"]);
    now = 100;
    progress.show(["c", "d", "e"]);
    assert.equal(terminal.taken(), "a\n\u001b[1F\u001b[Jc\nd\n");
  });

  test("lasting lines go above, and the end keeps the last state or nothing", () => {
    const terminal = watched();
    const progress = createProgress(terminal, () => 0);
    progress.show(["a"], true);
    progress.above("note");
    progress.end(false);
    assert.equal(terminal.taken(), "a\n\u001b[1F\u001b[Jnote\na\n\u001b[1F\u001b[J");
  });

  test("is quiet where nobody watches", () => {
    const terminal = createMemoryTerminal();
    const progress = createProgress(terminal, () => 0);
    progress.show(["a"], true);
    progress.above("note");
    progress.end(true);
    assert.equal(terminal.stderr, "note\n");
  });
});
