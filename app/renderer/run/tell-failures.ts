/** A run that fails is told wherever a person looks at that moment. */
import { runsStore } from "../stores/runs.ts";
import { notify } from "../stores/workspace.ts";

export function tellFailures(): void {
  runsStore.subscribe(({ runs }, before) => {
    if (runs === before.runs) return;
    for (const [id, { snapshot }] of runs) {
      const then = before.runs.get(id)?.snapshot;
      // One that was over before the page was loaded has been told.
      if (then === undefined || then === snapshot || then.state === "failed" || snapshot.state !== "failed") continue;
      if (snapshot.failure !== null) notify("error", snapshot.failure.message, snapshot.failure.hint);
    }
  });
}
