/** Ports that many operators have. */
import type { InputPort, OutputPort } from "./operator.ts";

export const oneIn: InputPort = { name: "in", label: "In", kind: "stream", many: true, required: true };
/** Takes streams and tables (as their changes). */
export const anyIn: InputPort = { name: "in", label: "In", kind: "any", many: true, required: true };
export const oneOut: OutputPort = { name: "out", label: "Out", kind: "stream", optional: false };
