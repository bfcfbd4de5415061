/** What to say about JavaScript that is not in the language: what was written, and what to use instead. By ESTree node type. */
export interface Refusal {
  readonly what: string;
  readonly instead: string;
}

export const refusals: Readonly<Record<string, Refusal>> = {
  ArrowFunctionExpression: {
    what: "An arrow function",
    instead: "Arrow functions are written only as the argument of map, filter, some, every, find and reduce.",
  },
  AssignmentExpression: { what: "An assignment", instead: "Nothing can be changed. Use == to compare." },
  AwaitExpression: { what: "await", instead: "Every value is there already; leave it out." },
  ClassExpression: { what: "A class", instead: "Use an object literal: { name: … }." },
  FunctionExpression: {
    what: "A function",
    instead: "Use an arrow function as the argument of map, filter, some, every, find or reduce.",
  },
  ImportExpression: { what: "import()", instead: "All functions of the library are there without it." },
  MetaProperty: { what: "This property", instead: "An expression sees only the record." },
  NewExpression: {
    what: "new",
    instead: "Use the functions of the library, as instant(…) for a point in time, or literals.",
  },
  RegExp: {
    what: "A regular expression literal",
    instead: "Write the pattern as a string, as an argument of a text function.",
  },
  SequenceExpression: { what: "A comma between expressions", instead: "Keep one of them." },
  Super: { what: "super", instead: "An expression sees only the record." },
  TaggedTemplateExpression: { what: "A tagged template", instead: "Use a plain template string." },
  ThisExpression: { what: "this", instead: "Name the part of the record: value, key, …" },
  UpdateExpression: { what: "++ or --", instead: "Nothing can be changed. Use x + 1." },
  YieldExpression: { what: "yield", instead: "Leave it out." },
};

const typeTest: Refusal["instead"] =
  "The type of every value is known; for untyped data compare with null or use a conversion.";

/** By operator, prefix or between two operands. */
export const operatorRefusals: Readonly<Record<string, Refusal>> = {
  "~": { what: "~", instead: "There are no operators on bits." },
  delete: { what: "delete", instead: "Nothing can be changed; leave the field out of the object instead." },
  typeof: { what: "typeof", instead: typeTest },
  void: { what: "void", instead: "Use null." },
  in: { what: "in", instead: "Compare the field with null." },
  instanceof: { what: "instanceof", instead: typeTest },
  "&": { what: "&", instead: "There are no operators on bits; use && for a logical and." },
  "|": { what: "|", instead: "There are no operators on bits; use || for a logical or." },
  "^": { what: "^", instead: "There are no operators on bits; use ** for a power." },
  "<<": { what: "<<", instead: "Multiply by a power of two." },
  ">>": { what: ">>", instead: "Divide by a power of two." },
  ">>>": { what: ">>>", instead: "Divide by a power of two." },
};
