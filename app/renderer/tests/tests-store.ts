/** Tests of one document: the document of tests, and what the last run of each gave. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import { parseTestDocument, writeTestDocument, type TestDocument } from "../../../shared/pipeline/test-document.ts";
import type { PreviewResult } from "../../../shared/protocol/preview.ts";
import type { TestReport } from "../../../shared/protocol/tests.ts";
import { formatPipeline } from "../../../shared/validation/open.ts";
import { host } from "../host/connect.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import type { Session } from "../stores/session.tsx";
import { acceptDifferences, freeze, freeName, renamed, withTest } from "./freeze.ts";

export interface TestsState {
  readonly reports: ReadonlyMap<string, TestReport>;
  /** Names that are under way. */
  readonly running: ReadonlySet<string>;
  readonly error: HostError | null;
  readonly selected: string | null;
}

const none: ReadonlySet<string> = new Set();
const stores = new WeakMap<Session, StoreApi<TestsState>>();

export function testsOf(session: Session): StoreApi<TestsState> {
  let store = stores.get(session);
  if (store === undefined) {
    store = createStore<TestsState>(() => ({ reports: new Map(), running: none, error: null, selected: null }));
    stores.set(session, store);
  }
  return store;
}

export interface ReadTests {
  readonly document: TestDocument | null;
  readonly diagnostics: readonly Diagnostic[];
}

const empty: ReadTests = { document: { tests: new Map() }, diagnostics: [] };
let lastText: string | null = null;
let lastRead: ReadTests = empty;

/** A file that is not there holds no tests. */
export function readTests(text: string | null): ReadTests {
  if (text === null || text.trim() === "") return empty;
  if (text !== lastText) {
    lastRead = parseTestDocument(text);
    lastText = text;
  }
  return lastRead;
}

/** Runs the tests of these names, or all of them. */
export async function runTests(session: Session, names: readonly string[] | null): Promise<readonly TestReport[]> {
  const { document } = readTests(session.document.getState().tests);
  const pipeline = session.document.getState().head?.root.pipeline;
  if (document === null || pipeline === undefined) return [];
  const chosen =
    names === null ? document : { tests: new Map([...document.tests].filter(([name]) => names.includes(name))) };
  if (chosen.tests.size === 0) return [];
  const store = testsOf(session);
  store.setState({ running: new Set(chosen.tests.keys()), error: null });
  try {
    const reports = await ask(session, formatPipeline(pipeline), chosen);
    store.setState((state) => ({
      reports: new Map([...state.reports, ...reports.map((report): [string, TestReport] => [report.name, report])]),
    }));
    return reports;
  } catch (error) {
    store.setState({ error: toHostError(error) });
    return [];
  } finally {
    store.setState({ running: none });
  }
}

function ask(session: Session, pipeline: string, tests: TestDocument): Promise<readonly TestReport[]> {
  return host.call("tests.run", { file: session.document.getState().file, pipeline, tests: writeTestDocument(tests) });
}

/** Adds a test that passes now, named after the wish or the next free name, and shows it. */
export async function freezePreview(session: Session, result: PreviewResult, wanted: string): Promise<string | null> {
  const { document } = readTests(session.document.getState().tests);
  const of = session.preview.getState().of;
  if (document === null || of === null) return null;
  const name = freeName(document.tests, wanted);
  let test = freeze(result);
  const one = (): TestDocument => ({ tests: new Map([[name, test]]) });
  let [report] = await ask(session, formatPipeline(of), one());
  if (report !== undefined && !report.passed) {
    test = acceptDifferences(test, report.differences);
    [report] = await ask(session, formatPipeline(of), one());
  }
  await session.document.setTests(writeTestDocument(withTest(document, name, test)));
  testsOf(session).setState((state) => ({
    selected: name,
    reports: report === undefined ? state.reports : new Map(state.reports).set(name, report),
  }));
  return name;
}

/** Changes the document of tests; the file is written through the canonical writer. */
export async function changeTests(session: Session, change: (document: TestDocument) => TestDocument): Promise<void> {
  const { document } = readTests(session.document.getState().tests);
  if (document !== null) await session.document.setTests(writeTestDocument(change(document)));
}

export async function updateExpectation(session: Session, name: string): Promise<void> {
  const report = testsOf(session).getState().reports.get(name);
  if (report === undefined || report.passed) return;
  await changeTests(session, (document) => {
    const test = document.tests.get(name);
    return test === undefined ? document : withTest(document, name, acceptDifferences(test, report.differences));
  });
  await runTests(session, [name]);
}

export async function renameTest(session: Session, from: string, to: string): Promise<void> {
  await changeTests(session, (document) => renamed(document, from, to));
  testsOf(session).setState(({ reports, selected }) => {
    const report = reports.get(from);
    const next = new Map(reports);
    next.delete(from);
    if (report !== undefined) next.set(to, { ...report, name: to });
    return { reports: next, selected: selected === from ? to : selected };
  });
}

export async function deleteTest(session: Session, name: string): Promise<void> {
  await changeTests(session, (document) => withTest(document, name, null));
  testsOf(session).setState(({ reports, selected }) => {
    const next = new Map(reports);
    next.delete(name);
    return { reports: next, selected: selected === name ? null : selected };
  });
}
