import type { TestResult } from "../../engine/run-tests.ts";
import { createColours } from "./colours.ts";
import { differenceReport } from "./test-difference.ts";

/** JUnit's XML as CI servers read it: a suite per file, a case per test. */
export function junit(files: readonly { readonly file: string; readonly results: readonly TestResult[] }[]): string {
  const suites = files.map(({ file, results }) => {
    const failures = results.filter((result) => !result.passed).length;
    const cases = results.map((result) => testCase(file, result)).join("");
    return `<testsuite name="${escape(file)}" tests="${results.length}" failures="${failures}">\n${cases}</testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("")}</testsuites>\n`;
}

function testCase(file: string, result: TestResult): string {
  const head = `<testcase classname="${escape(file)}" name="${escape(result.name)}" time="${(result.ms / 1000).toFixed(3)}"`;
  if (result.passed) return `${head}/>\n`;
  const text = result.differences.map((difference) => differenceReport(difference, createColours(false))).join("\n");
  return `${head}><failure message="The results differ.">${escape(text)}</failure></testcase>\n`;
}

function escape(text: string): string {
  // XML 1.0 has no way to write most control characters.
  // oxlint-disable-next-line no-control-regex
  const printable = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, "\uFFFD");
  return printable.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
