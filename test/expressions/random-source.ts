/** Random sources of well-typed expressions over the sample's types, by the type that they have. */
import fc from "fast-check";

type Kind = "int" | "number" | "decimal" | "string" | "boolean" | "instant" | "duration" | "any" | "ints" | "line";

const leaves: Readonly<Record<Kind, readonly string[]>> = {
  int: ["0", "1", "7", "9007199254740991", "(-3)", "value.count", "value.big", "value.tags.length", "(value.age ?? 2)", "(value.customer.zip ?? value.count)"],
  number: ["0.5", "(-2.25)", "1e10", "value.ratio", "(value.count / 2)"],
  decimal: ["value.total", "decimal('0.01')", "decimal('-12.5')", "(value.price ?? 1.5)"],
  string: ["''", "'a'", "'ü\\u2028'", "value.id", "key", "(value.note ?? 'n')", "(value.attributes.color ?? '')", "(value.tags[0] ?? 't')"],
  boolean: ["true", "false", "value.flag", "(value.ok ?? false)", "(value.note == null)", "(value.raw.s == 'text')"],
  instant: ["value.at", "timestamp", "instant('2024-01-01')"],
  duration: ["value.took", "duration('1h')"],
  any: ["value.raw", "value.raw.n", "value.raw.f", "value.raw.d", "value.raw.s", "value.raw.l", "value.raw.nope", "value.open.other"],
  ints: ["value.counts", "[]", "[1, 2]", "value.holes.filter((n) => n != null)"],
  line: ["value.lines[0]", "{ sku: 's', price: decimal('2'), qty: 1 }"],
}; // prettier-ignore

export const anyExpression: fc.Arbitrary<string> = fc.letrec<Record<Kind | "all", string>>((tie) => {
  const leaf = (kind: Kind) => fc.constantFrom(...leaves[kind]);
  const make = (kind: Kind, ...forms: fc.Arbitrary<string>[]) =>
    fc.oneof({ maxDepth: 5, depthIdentifier: "expression" }, leaf(kind), ...forms, conditional(kind));
  const conditional = (kind: Kind) =>
    fc.tuple(tie("boolean"), tie(kind), tie(kind)).map(([test, a, b]) => `(${test} ? ${a} : ${b})`);
  const infix = (a: Kind, operators: readonly string[], b: Kind) =>
    fc.tuple(tie(a), fc.constantFrom(...operators), tie(b)).map(([x, operator, y]) => `(${x} ${operator} ${y})`);
  const wrap = (kind: Kind, before: string, after: string) => tie(kind).map((inner) => before + inner + after);
  return {
    int: make(
      "int",
      infix("int", ["+", "-", "*", "%", "**"], "int"),
      wrap("int", "(- ", ")"),
      wrap("string", "", ".length"),
      wrap("ints", "", ".reduce((s, x) => s + x, 0)"),
      wrap("ints", "(", "[0] ?? 3)"),
      wrap("line", "(", ".qty ?? 4)"),
    ),
    number: make("number", infix("number", ["+", "-", "*", "/", "%"], "number"), infix("int", ["/", "+"], "number"), wrap("number", "(- ", ")")),
    decimal: make(
      "decimal",
      infix("decimal", ["+", "-", "*", "/", "%"], "decimal"),
      infix("int", ["+", "-", "*", "/"], "decimal"),
      wrap("decimal", "round(", ", 2)"),
      wrap("decimal", "(1.5 * ", ")"),
    ),
    string: make(
      "string",
      infix("string", ["+"], "string"),
      fc.tuple(tie("int"), tie("decimal"), tie("instant")).map(([a, b, c]) => `\`\${${a}}|\${${b}} \${${c}}\``),
      wrap("string", "text.upper(", ")"),
      wrap("line", "(", ".sku ?? 'none')"),
      wrap("string", "value.tags.map((t) => t + ", ").reduce((all, t) => all + t, '')"),
    ),
    boolean: make(
      "boolean",
      infix("boolean", ["&&", "||", "==", "!="], "boolean"),
      infix("int", ["<", "<=", ">", ">=", "==", "!="], "int"),
      infix("int", ["<", ">=", "=="], "number"),
      infix("number", ["<", "<=", "==", "!="], "number"),
      infix("decimal", ["<", "<=", "==", "!="], "decimal"),
      infix("string", ["<", ">=", "==", "!="], "string"),
      infix("instant", ["<", ">=", "=="], "instant"),
      infix("duration", ["<", ">=", "=="], "duration"),
      infix("any", ["<", ">=", "==", "!="], "any"),
      infix("any", ["<", "==", "!="], "int"),
      infix("any", ["==", "!="], "string"),
      wrap("boolean", "!", ""),
      wrap("ints", "", ".some((n) => n > 1)"),
    ),
    instant: make("instant", infix("instant", ["+", "-"], "duration")),
    duration: make("duration", infix("instant", ["-"], "instant"), infix("duration", ["+", "-", "%"], "duration"), infix("duration", ["*"], "int")),
    any: make("any", infix("any", ["+", "-", "*", "/", "%"], "any"), infix("any", ["+", "*"], "int"), wrap("any", "", ".x"), wrap("any", "", "['l'][0]"), wrap("any", "", ".length")),
    ints: make(
      "ints",
      fc.tuple(tie("ints"), tie("int")).map(([list, n]) => `[...${list}, ${n}]`),
      fc.tuple(tie("ints"), tie("int")).map(([list, n]) => `${list}.map((n, i) => n + i * ${n})`),
      fc.tuple(tie("ints"), tie("int")).map(([list, n]) => `${list}.filter((n) => n < ${n})`),
    ),
    line: make(
      "line",
      fc.tuple(tie("line"), tie("int")).map(([line, n]) => `{ ...${line}, price: value.total, sku: key, qty: ${n} }`),
      fc.tuple(tie("int")).map(([n]) => `value.lines.find((line, i) => line.qty > ${n} || i == 1)`),
    ),
    all: fc.oneof(...(Object.keys(leaves) as Kind[]).map((kind) => tie(kind))),
  };
}).all; // prettier-ignore
