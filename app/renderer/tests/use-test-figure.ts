import { useMemo } from "react";
import { useStore } from "zustand";
import { useDocument, useSession } from "../stores/session.tsx";
import { readTests, testsOf } from "./tests-store.ts";

export interface TestFigure {
  readonly count: number;
  readonly tone: "good" | "bad" | "neutral";
}

/** What the tab of the tests says: how many there are, or how many of those that ran failed; null where there are none. */
export function useTestFigure(): TestFigure | null {
  const text = useDocument((state) => state.tests);
  const reports = useStore(testsOf(useSession()), (state) => state.reports);
  return useMemo(() => {
    const names = [...(readTests(text).document?.tests.keys() ?? [])];
    if (names.length === 0) return null;
    const ran = names.flatMap((name) => reports.get(name) ?? []);
    const failed = ran.filter(({ passed }) => !passed).length;
    if (failed > 0) return { count: failed, tone: "bad" };
    return { count: names.length, tone: ran.length === names.length ? "good" : "neutral" };
  }, [text, reports]);
}
