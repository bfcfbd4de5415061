/**
 * From typed expressions to the source of a loop. Only emitted code of the whitelisted tree goes in, between names that are made here and start
 * with `$`; texts of the user enter as constants, never as source.
 */
import { emit } from "../../shared/expressions/emit.ts";
import type { Typed } from "../../shared/expressions/typed.ts";
import type { Type } from "../../shared/records/types.ts";
import { Leaf, TextEquality } from "./kernel-leaves.ts";
import { formOf } from "./leaf-form.ts";
import type { Result } from "./kernel-results.ts";
import type { RowError } from "./kernel.ts";

export interface KernelParts {
  readonly leaves: readonly Leaf[];
  readonly equalities: readonly TextEquality[];
  readonly constants: readonly unknown[];
}

/** Collects what the emitted code refers to. */
export class KernelScope {
  readonly leaves: Leaf[] = [];
  readonly equalities: TextEquality[] = [];
  readonly constants: unknown[] = [];
  readonly #byPath = new Map<string, number>();

  /** The code of an expression for row `$i`; without `checked` only for rows in which every number is there. */
  emit(expression: Typed, checked: boolean): string {
    return emit(expression, {
      path: (root, steps, type) => this.#path(root, steps, type, checked),
      constant: (value) => `$k${this.constants.push(value) - 1}`,
      equalsText: (root, steps, literal, type) => this.#equalsText(root, steps, literal, type),
    });
  }

  /** Declarations of everything that was collected, at the top of the function that holds the loop. */
  declarations(): string {
    const lines = this.constants.map((_, k) => `const $k${k} = $parts.constants[${k}];`);
    for (const [k, leaf] of this.leaves.entries()) {
      lines.push(`const $l${k} = $parts.leaves[${k}], $x${k} = $l${k}.read;`);
      if (leaf.form === "number") lines.push(`const $n${k} = $l${k}.values, $s${k} = $l${k}.states;`);
      else if (leaf.form === "boolean") lines.push(`const $s${k} = $l${k}.states;`);
      else if (leaf.keeps) lines.push(`const $v${k} = $l${k}.known;`);
    }
    for (const k of this.equalities.keys()) lines.push(`const $e${k} = $parts.equalities[${k}].test;`);
    return lines.join("\n");
  }

  /** Whether the numbers of all leaves are there in every row, so that the loop without checks does. */
  get complete(): boolean {
    for (const leaf of this.leaves) if (leaf.form === "number" && !leaf.complete) return false;
    return true;
  }

  #path(root: string, steps: readonly string[], type: Type, checked: boolean): string {
    const k = this.#leaf(root, steps, type);
    const leaf = this.leaves[k]!;
    if (leaf.form === "number" && !checked) return `$n${k}[$i]`;
    if (leaf.form === "number") return `($s${k}[$i] === 1 ? $n${k}[$i] : $x${k}($i))`;
    if (leaf.form === "boolean") return `($s${k}[$i] < 2 ? $s${k}[$i] === 1 : $x${k}($i))`;
    leaf.keeps = true;
    return `($v${k}[$i] ?? $x${k}($i))`;
  }

  #equalsText(root: string, steps: readonly string[], literal: string, type: Type): string {
    const leaf = this.leaves[this.#leaf(root, steps, type)]!;
    return `$e${this.equalities.push(new TextEquality(leaf, literal)) - 1}($i)`;
  }

  #leaf(root: string, steps: readonly string[], type: Type): number {
    const path = JSON.stringify([root, steps, type]);
    let k = this.#byPath.get(path);
    if (k === undefined) {
      k = this.leaves.push(new Leaf(formOf(type), root, steps, type)) - 1;
      this.#byPath.set(path, k);
    }
    return k;
  }
}

export type PredicateLoop = (
  parts: KernelParts,
  selection: Int32Array,
  selected: number,
  out: Int32Array,
  fail: RowError,
) => number;

export type ColumnsLoop = (
  parts: KernelParts,
  results: readonly Result[],
  selection: Int32Array,
  selected: number,
  fail: RowError,
) => void;

export function generatePredicate(scope: KernelScope, where: Typed, checked: boolean): PredicateLoop {
  const code = scope.emit(where, checked);
  // Written before it is known whether it counts: no branch that the processor could guess wrong.
  const loop = build(
    "$parts, $selection, $selected, $live, $fail",
    scope.declarations(),
    `$live[$count] = $i; $count += (${code}) === true ? 1 : 0;`,
  );
  return loop as PredicateLoop;
}

export function generateColumns(
  scope: KernelScope,
  expressions: readonly Typed[],
  results: readonly Result[],
  checked: boolean,
): ColumnsLoop {
  const body = expressions.map((expression, k) => {
    const code = scope.emit(expression, checked);
    const { form, type } = results[k]!;
    if (form === "value") return `$r${k}[$i] = ${code};`;
    if (form === "boolean") return `{ const $v = ${code}; $r${k}[$i] = $v === true ? 1 : $v === false ? 0 : 2; }`;
    // An int may be a bigint, and what is nullable null; nothing else is anything but a double.
    if (type.kind !== "int" && type.kind !== "nullable") return `$r${k}[$i] = ${code};`;
    return `{ const $v = ${code}; if (typeof $v === "number") $r${k}[$i] = $v; else $p${k}($i, $v); }`;
  });
  const results_ = results.map(({ form }, k) => {
    const array = form === "value" ? "values" : form === "boolean" ? "truths" : "numbers";
    return `const $r${k} = $results[${k}].${array}, $p${k} = $results[${k}].spill;`;
  });
  const loop = build(
    "$parts, $results, $selection, $selected, $fail",
    [scope.declarations(), ...results_].join("\n"),
    body.join("\n"),
  );
  return loop as ColumnsLoop;
}

/** The loop goes on behind a row that failed; `try` stands outside of it because entering costs. */
function build(parameters: string, declarations: string, body: string): unknown {
  const source = `"use strict";
return function kernel(${parameters}) {
${declarations}
let $count = 0, $at = 0;
while ($at < $selected) {
  try {
    for (; $at < $selected; $at++) {
      const $i = $selection[$at];
      ${body}
    }
  } catch ($error) {
    $fail($selection[$at], $error);
    $at++;
  }
}
return $count;
};`;
  // oxlint-disable-next-line typescript/no-implied-eval -- emitted from a checked tree; see the head of this file
  return new Function(source)();
}
