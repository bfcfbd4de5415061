/** Errors and diagnostics as people read them. */
import type { WeirError } from "../../../shared/errors.ts";
import type { Colours } from "./colours.ts";
import { plain } from "./text.ts";

/** A failure of the command itself: code, what happened, what to do. */
export function errorReport(error: WeirError, colours: Colours): string {
  const where = [error.node, error.pointer]
    .filter((part) => part !== undefined && part !== "")
    .map((part) => plain(part ?? ""));
  const lines = [`${colours.red("error")} ${colours.dim(error.code)} ${plain(error.message)}`];
  if (where.length > 0) lines.push(`  ${colours.dim("at")} ${where.join(" ")}`);
  if (error.hint !== undefined) lines.push(`  ${plain(error.hint)}`);
  return `${lines.join("\n")}\n`;
}
