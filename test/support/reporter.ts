/** Prints failures in full, files as they pass, and ends with the plain line `N passed, N failed` (`, N skipped` where it applies). */
import { relative } from "node:path";
import { inspect } from "node:util";
import type { TestEvent } from "node:test/reporters";

export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  for await (const event of source) {
    if (event.type === "test:pass" && event.data.details.type !== "suite") {
      if (event.data.skip === undefined && event.data.todo === undefined) passed += 1;
      else skipped.push(`${event.data.name}: ${String(event.data.skip ?? event.data.todo)}`);
    } else if (
      event.type === "test:fail" &&
      (event.data.details.type !== "suite" || isOwnFailure(event.data.details.error))
    ) {
      failed += 1;
      const { name, file, line, details } = event.data;
      const where = file === undefined ? "" : ` (${relative(process.cwd(), file)}:${line ?? 0})`;
      yield `\nFAILED ${name}${where}\n${inspect(details.error?.cause ?? details.error, { depth: 6 })}\n`;
    } else if (event.type === "test:stderr" || event.type === "test:stdout") {
      yield event.data.message;
    }
  }
  for (const line of skipped) yield `\nSKIPPED ${line}`;
  yield `\n${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}\n`;
}

/** A suite also "fails" when one of its tests did; only a failure of its own (a hook, the body) counts as one more. */
function isOwnFailure(error: Error | undefined): boolean {
  return error !== undefined && "failureType" in error && error.failureType !== "subtestsFailed";
}
