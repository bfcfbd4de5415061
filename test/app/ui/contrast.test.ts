/** WCAG 2.2 contrast of the tokens, computed from the CSS: 1.4.3 for text (4.5), 1.4.11 for lines and symbols that carry meaning (3). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

type Rgb = readonly [red: number, green: number, blue: number];

const css = readFileSync(join(import.meta.dirname, "../../../app/renderer/theme/tokens.css"), "utf8");
const themes = { dark: coloursOf("dark"), light: coloursOf("light") };

const surfaces = ["bg", "surface", "raised", "inset", "hover"];
const texts = ["text", "text-2", "text-3", "accent", "good", "warn", "bad"];
const codes = [
  "v-string",
  "v-number",
  "v-decimal",
  "v-time",
  "v-bool",
  "v-object",
  "v-array",
  "v-bytes",
  "v-null",
  "v-any",
];
const syntax = ["c-keyword", "c-function", "c-comment"];
const kinds = ["k-source", "k-cdc", "k-transform", "k-join", "k-window", "k-sink"];
const lines = ["line-strong", "edge", "focus", "accent", "good", "warn", "bad", ...kinds];

describe("contrast", () => {
  for (const [theme, colours] of Object.entries(themes)) {
    const solid = (name: string): Rgb => over(colours, name);

    test(`${theme}: text and code are at least 4.5 on every surface`, () => {
      for (const name of [...texts, ...codes, ...syntax])
        for (const surface of surfaces) atLeast(4.5, ratio(solid(name), solid(surface)), `${name} on ${surface}`);
    });

    test(`${theme}: text on what is selected, on notices and on solid fills is at least 4.5`, () => {
      for (const base of ["surface", "raised", "bg"]) {
        const below = solid(base);
        for (const name of ["text", "text-2", "text-3", "accent", ...codes])
          atLeast(4.5, ratio(solid(name), over(colours, "accent-soft", below)), `${name} on accent-soft on ${base}`);
        for (const state of ["good", "warn", "bad"]) {
          const soft = over(colours, `${state}-soft`, below);
          for (const name of ["text", "text-2", state])
            atLeast(4.5, ratio(solid(name), soft), `${name} on ${state}-soft on ${base}`);
        }
      }
      for (const fill of ["accent", "accent-hover", "accent-active"])
        atLeast(4.5, ratio(solid("on-accent"), solid(fill)), `on-accent on ${fill}`);
      for (const fill of ["danger", "danger-hover", "danger-active"])
        atLeast(4.5, ratio(solid("on-danger"), solid(fill)), `on-danger on ${fill}`);
      atLeast(4.5, ratio(solid("on-warn"), solid("warn-solid")), "on-warn on warn-solid");
    });

    test(`${theme}: lines and symbols that carry meaning are at least 3`, () => {
      for (const name of lines)
        for (const surface of surfaces) atLeast(3, ratio(solid(name), solid(surface)), `${name} on ${surface}`);
      for (const kind of kinds)
        for (const base of ["surface", "raised", "hover"]) {
          const chip = mix(solid(kind), solid(base), 0.16);
          atLeast(3, ratio(solid(kind), chip), `${kind} in its chip on ${base}`);
        }
    });
  }

  test("both themes define the same colours", () => {
    assert.deepEqual([...themes.dark.keys()].toSorted(), [...themes.light.keys()].toSorted());
  });

  test("the measure itself: black on white is 21, and a known pair", () => {
    assert.equal(ratio([0, 0, 0], [255, 255, 255]), 21);
    assert.ok(Math.abs(ratio([118, 118, 118], [255, 255, 255]) - 4.54) < 0.01);
  });
});

function coloursOf(theme: string): ReadonlyMap<string, string> {
  const block = new RegExp(`^\\[data-theme="${theme}"\\] \\{([^}]*)\\}`, "m").exec(css)?.[1];
  assert.ok(block !== undefined, `tokens.css has a block for ${theme}`);
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[\da-f]{3,8});/gi)].map(([, name = "", value = ""]) => [name, value]),
  );
}

/** The colour as seen over `below`; only translucent colours need it. */
function over(colours: ReadonlyMap<string, string>, name: string, below?: Rgb): Rgb {
  const hex = colours.get(name);
  assert.ok(hex !== undefined, `--${name} is defined`);
  const at = (index: number): number => Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16);
  const colour: Rgb = [at(0), at(1), at(2)];
  if (hex.length !== 9) return colour;
  assert.ok(below !== undefined, `--${name} is translucent`);
  return mix(colour, below, at(3) / 255);
}

function mix(top: Rgb, below: Rgb, alpha: number): Rgb {
  const channel = (one: number, other: number): number => one * alpha + other * (1 - alpha);
  return [channel(top[0], below[0]), channel(top[1], below[1]), channel(top[2], below[2])];
}

function ratio(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function atLeast(wanted: number, found: number, what: string): void {
  assert.ok(found >= wanted, `${what}: ${found.toFixed(2)}, wanted at least ${wanted}`);
}
