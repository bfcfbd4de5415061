/**
 * Which edges a run samples for this window. The last word counts: requests go one after the other, and what was wanted only in between is never
 * asked for.
 */
import type { Host } from "../../../shared/protocol/host-api.ts";

export interface TapRequests {
  /** No edges: nothing is looked at any more. */
  want(run: string, edges: readonly string[]): void;
  /** The run ends by itself: there is nobody to tell. */
  forget(): void;
}

interface Wish {
  readonly run: string | null;
  readonly edges: readonly string[];
}

const nothing: Wish = { run: null, edges: [] };

export function createTapRequests(host: Pick<Host, "call">): TapRequests {
  let wanted = nothing;
  let asked = nothing;
  let busy = false;

  async function ask(): Promise<void> {
    if (busy) return;
    busy = true;
    while (wanted !== asked) {
      const next = wanted;
      const left = asked;
      asked = next;
      if (left.run !== null && left.run !== next.run) await tap(left.run, []);
      if (next.run !== null) await tap(next.run, next.edges);
    }
    busy = false;
  }
  async function tap(run: string, edges: readonly string[]): Promise<void> {
    await host.call("run.tap", { run, edges: [...edges] }).catch(() => {});
  }
  return {
    want(run, edges) {
      wanted = edges.length === 0 ? nothing : { run, edges };
      void ask();
    },
    forget() {
      wanted = nothing;
      asked = nothing;
    },
  };
}
