/** The parts of the controls that are functions: places, texts, times, selections. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { filterOptions } from "../../../app/renderer/ui/combobox-options.ts";
import { rowsAsCsv, rowsAsJson } from "../../../app/renderer/ui/grid-copy.ts";
import { select } from "../../../app/renderer/ui/grid-selection.ts";
import { ariaKeys, keyText, spokenKeys } from "../../../app/renderer/ui/key-text.ts";
import { createNotices } from "../../../app/renderer/ui/notices.ts";
import { parseNumber, stepNumber } from "../../../app/renderer/ui/number-text.ts";
import { place, type Placement } from "../../../app/renderer/ui/place.ts";
import { timeScale } from "../../../app/renderer/ui/time-scale.ts";
import { treeRows } from "../../../app/renderer/ui/tree-rows.ts";

describe("place", () => {
  const view = { width: 800, height: 600 };
  const size = { width: 200, height: 100 };

  test("beside the anchor, aligned", () => {
    const anchor = { left: 300, top: 200, width: 80, height: 28 };
    assert.deepEqual(place(anchor, size, view, "bottom-start"), { left: 300, top: 232 });
    assert.deepEqual(place(anchor, size, view, "bottom-end"), { left: 180, top: 232 });
    assert.deepEqual(place(anchor, size, view, "top"), { left: 240, top: 96 });
    assert.deepEqual(place(anchor, size, view, "right-start"), { left: 384, top: 200 });
  });

  test("on the other side where there is no room", () => {
    assert.equal(place({ left: 300, top: 560, width: 80, height: 28 }, size, view, "bottom").top, 456);
    assert.equal(place({ left: 300, top: 20, width: 80, height: 28 }, size, view, "top").top, 52);
    assert.equal(place({ left: 700, top: 20, width: 80, height: 28 }, size, view, "right-start").left, 496);
  });

  test("always inside the window, 8 pixels from its edge", () => {
    const placements: readonly Placement[] = [
      "bottom-start",
      "bottom-end",
      "bottom",
      "top-start",
      "top",
      "right-start",
      "left-start",
    ];
    const at = fc.integer({ min: -200, max: 1000 });
    fc.assert(
      fc.property(at, at, fc.constantFrom(...placements), (left, top, placement) => {
        const found = place({ left, top, width: 80, height: 28 }, size, view, placement);
        assert.ok(
          found.left >= 8 && found.left + size.width <= 792 && found.top >= 8 && found.top + size.height <= 592,
        );
      }),
    );
  });
});

describe("keys", () => {
  test("as each platform writes, speaks and declares them", () => {
    assert.equal(keyText("Mod+K", false), "Ctrl K");
    assert.equal(keyText("Mod+K", true), "⌘K");
    assert.equal(keyText("Mod+Shift+Enter", true), "⌘⇧↵");
    assert.equal(keyText("Mod++", false), "Ctrl +");
    assert.equal(keyText("+", true), "+");
    assert.equal(spokenKeys("Mod+Shift+Z", true), "Command Shift Z");
    assert.equal(ariaKeys("Mod+Shift+Z", false), "Control+Shift+Z");
    assert.equal(ariaKeys("Mod+Z", true), "Meta+Z");
  });
});

describe("numbers", () => {
  test("what is one, within its limits", () => {
    assert.equal(parseNumber("1 240", {}), 1240);
    assert.equal(parseNumber("-.5", {}), -0.5);
    assert.equal(parseNumber("1e3", { integer: true }), 1000);
    for (const text of ["", "1,5", "0x10", "Infinity", "1 m", "--1"])
      assert.equal(parseNumber(text, {}), undefined, text);
    assert.equal(parseNumber("2.5", { integer: true }), undefined);
    assert.equal(parseNumber("11", { max: 10 }), undefined);
  });

  test("steps stay within the limits and free of binary dust", () => {
    assert.equal(stepNumber(0.2, 0.1, {}), 0.3);
    assert.equal(stepNumber(9, 10, { max: 10 }), 10);
    assert.equal(stepNumber(null, 1, { min: 5 }), 6);
  });
});

describe("copy", () => {
  const columns = [
    { id: "id", title: "id", value: (row: readonly unknown[]) => row[0] },
    { id: "note", title: "note, free", value: (row: readonly unknown[]) => row[1] },
  ];

  test("CSV quotes what must be quoted", () => {
    const text = rowsAsCsv(columns, [
      ["a", 'says "no"'],
      [12n, { deep: 1n }],
      [null, "two\nlines"],
    ]);
    assert.equal(text, 'id,"note, free"\r\na,"says ""no"""\r\n12,"{""deep"":""1""}"\r\n,"two\nlines"');
  });

  test("JSON keeps null, numbers and integers beyond 2^53", () => {
    const text = rowsAsJson(columns, [
      [9_007_199_254_740_993n, undefined],
      [1.5, [true]],
    ]);
    assert.deepEqual(JSON.parse(text), [
      { id: "9007199254740993", note: null },
      { id: 1.5, note: [true] },
    ]);
  });
});

describe("selection", () => {
  const ids = ["a", "b", "c", "d"];
  const plain = { toggle: false, range: false };

  test("one, a range from the anchor in both directions, added and taken away", () => {
    const one = select({ mode: "many", selected: new Set(), anchor: undefined }, ids, "b", plain);
    const down = select({ mode: "many", ...one }, ids, "d", { toggle: false, range: true });
    assert.deepEqual([...down.selected], ["b", "c", "d"]);
    const up = select({ mode: "many", ...down }, ids, "a", { toggle: false, range: true });
    assert.deepEqual([...up.selected], ["a", "b"]);
    assert.deepEqual([...select({ mode: "many", ...up }, ids, "a", { toggle: true, range: false }).selected], ["b"]);
    assert.deepEqual([...select({ mode: "one", ...up }, ids, "d", { toggle: true, range: true }).selected], ["d"]);
  });
});

describe("time", () => {
  test("places and times are each other's inverse", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 1, max: 1e11 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, length, part) => {
          const scale = timeScale(from, from + length, 600);
          const ms = from + part * length;
          assert.ok(Math.abs(scale.ms(scale.x(ms)) - ms) < 0.01 + length * 1e-9);
        },
      ),
    );
  });

  test("ticks are round, few and inside; labels are as short as the step allows", () => {
    const from = Date.UTC(2026, 0, 5, 10, 14, 2);
    assert.deepEqual(
      timeScale(from, from + 300_000, 500)
        .ticks(6)
        .map((tick) => tick.label),
      ["10:15", "10:16", "10:17", "10:18", "10:19"],
    );
    assert.deepEqual(
      timeScale(from, from + 25_000, 500)
        .ticks(3)
        .map((tick) => tick.label),
      ["10:14:10", "10:14:20"],
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 1, max: 1e13 }),
        fc.integer({ min: 2, max: 12 }),
        (start, length, count) => {
          const ticks = timeScale(start, start + length, 600).ticks(count);
          assert.ok(ticks.length <= count + 1);
          for (const { ms, x } of ticks) assert.ok(ms >= start && ms <= start + length && x >= 0 && x <= 600.001);
        },
      ),
    );
  });

  test("a range without length has a middle", () => {
    assert.equal(timeScale(1000, 1000, 600).x(1000), 300);
  });
});

describe("options", () => {
  const options = ["late-orders", "orders", "payments"].map((value) => ({ value, label: value }));

  test("every word counts; what starts with the first comes first", () => {
    assert.deepEqual(
      filterOptions(options, "ord").shown.map(({ value }) => value),
      ["orders", "late-orders"],
    );
    assert.deepEqual(
      filterOptions(options, "ord late").shown.map(({ value }) => value),
      ["late-orders"],
    );
  });

  test("at most 200, and says how many more", () => {
    const many = Array.from({ length: 512 }, (_, index) => ({ value: `t${index}`, label: `t${index}` }));
    assert.equal(filterOptions(many, "t").shown.length, 200);
    assert.equal(filterOptions(many, "").more, 312);
  });
});

describe("tree", () => {
  test("only what is open is in sight, with its level and place", () => {
    const roots = [
      {
        id: "a",
        label: "a",
        children: [
          { id: "b", label: "b", children: [] },
          { id: "c", label: "c" },
        ],
      },
      { id: "d", label: "d" },
    ];
    assert.deepEqual(
      treeRows(roots, new Set()).map((row) => row.node.id),
      ["a", "d"],
    );
    const rows = treeRows(roots, new Set(["a"]));
    assert.deepEqual(
      rows.map(({ node, level, open, parent, position, siblings }) => [
        node.id,
        level,
        open,
        parent,
        position,
        siblings,
      ]),
      [
        ["a", 1, true, undefined, 1, 2],
        ["b", 2, false, "a", 1, 2],
        ["c", 2, undefined, "a", 2, 2],
        ["d", 1, undefined, undefined, 2, 2],
      ],
    );
  });
});

describe("notices", () => {
  test("bad ones stay, an action gives time, the oldest of five goes, listeners hear", () => {
    const store = createNotices();
    let heard = 0;
    const stop = store.subscribe(() => (heard += 1));
    store.show({ text: "a" });
    store.show({ text: "b", tone: "bad" });
    store.show({ text: "c", action: { label: "Undo", run: () => {} } });
    assert.deepEqual(
      store.snapshot().map((notice) => notice.timeoutMs),
      [5000, null, 10_000],
    );
    store.show({ text: "d" });
    const last = store.show({ text: "e" });
    assert.deepEqual(
      store.snapshot().map((notice) => notice.text),
      ["b", "c", "d", "e"],
    );
    store.dismiss(last);
    stop();
    store.show({ text: "f" });
    assert.equal(heard, 6);
  });
});
