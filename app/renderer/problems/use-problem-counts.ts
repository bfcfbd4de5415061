import { useMemo } from "react";
import { useAnalysis, useDocument } from "../stores/session.tsx";
import { countProblems, type ProblemCounts } from "./problem-list.ts";

/** What the tab of the problems says. */
export function useProblemCounts(): ProblemCounts {
  const diagnostics = useAnalysis((state) => state.diagnostics);
  const reading = useDocument((state) => state.reading);
  return useMemo(() => countProblems(reading, diagnostics), [reading, diagnostics]);
}
