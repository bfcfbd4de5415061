/** An expression as a JavaScript function over whole values: for tests, and where records come one by one. */
import { emit } from "./emit.ts";
import { mustPresent, readPath } from "./reading.ts";
import type { Typed } from "./typed.ts";

/** The function takes the value of each root in the order of `rootNames`; roots that are not named read as null. */
export function compileFunction(typed: Typed, rootNames: readonly string[]): (...roots: readonly unknown[]) => unknown {
  const constants: unknown[] = [];
  const constant = (value: unknown): string => `$c${constants.push(value) - 1}`;
  const code = emit(typed, {
    path(root, steps, type) {
      const position = rootNames.indexOf(root);
      const read = `${constant(readPath)}(${position < 0 ? "null" : `$r${position}`}, ${constant(steps)})`;
      if (type.kind === "nullable" || type.kind === "any" || type.kind === "null") return read;
      return `${constant(mustPresent)}(${read}, ${constant([root, ...steps].join("."))})`;
    },
    constant,
  });
  const names = constants.map((_, i) => `$c${i}`).join(", ");
  const parameters = rootNames.map((_, i) => `$r${i}`).join(", ");
  // oxlint-disable-next-line typescript/no-implied-eval -- emitted from a checked tree; no text of the source is in it
  const make = new Function(
    "$constants",
    `"use strict"; const [${names}] = $constants; return (${parameters}) => ${code};`,
  );
  return make(constants) as (...roots: readonly unknown[]) => unknown;
}
