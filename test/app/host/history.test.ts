/** Histories against a model: whatever was appended, moved and named is there after any number of restarts. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { applyToTexts } from "../../../app/host/library/materialise.ts";
import type { OpenedHistory } from "../../../shared/protocol/host-api.ts";
import { openHost, type TestHost } from "./open-host.ts";
import { samplePipeline } from "./temporary-folder.ts";

const file = "orders.pipeline.json";

interface Step {
  readonly sequence: number | null;
  readonly parent: Step | null;
  readonly name: string;
  readonly x: number;
}

const name = fc.stringMatching(/^[a-z]{1,8}$/);
const actions = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("rename" as const), name }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant("place" as const), x: fc.integer({ min: 0, max: 500 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("type" as const), name }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("move" as const), to: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("save" as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
  ),
  { minLength: 1, maxLength: 140, size: "max" },
);

describe("history", () => {
  test("random appends, moves, saves and restarts equal the model", { timeout: 240_000 }, async (t) => {
    await fc.assert(
      fc.asyncProperty(actions, async (list) => {
        let host = await openHost(t);
        writeFileSync(join(host.folder, file), samplePipeline("start"));
        let { hash } = await host.call("document.open", { file });
        const base: Step = { sequence: null, parent: null, name: "start", x: -1 };
        const steps: Step[] = [base];
        let [head, saved]: [Step, Step] = [base, base];
        for (const action of list) {
          switch (action.do) {
            case "rename":
              head = await append(host, head, { ...head, name: action.name }, [
                { edit: "renamePipeline", name: action.name },
              ]);
              steps.push(head);
              break;
            case "place":
              head = await append(host, head, { ...head, x: action.x }, [
                { edit: "place", places: { in_5k2j7h4g: [action.x, 0] } },
              ]);
              steps.push(head);
              break;
            case "type": {
              const snapshot = { pipeline: samplePipeline(action.name), layout: "" };
              const next = { ...head, name: action.name, x: -1 };
              head = await append(host, head, next, [], snapshot);
              steps.push(head);
              break;
            }
            case "move":
              head = steps[action.to % steps.length] ?? base;
              await host.call("history.move", { file, head: head.sequence });
              break;
            case "save": {
              const texts = await host.call("history.read", { file, sequence: head.sequence });
              const result = await host.call("document.save", { file, ...texts, baseHash: hash });
              assert.ok(result.saved);
              hash = result.hash;
              saved = head;
              break;
            }
            case "reopen":
              host = await host.reopen();
              break;
          }
        }
        host = await host.reopen();
        await check(host, steps, head, saved);
      }),
      { numRuns: 40 },
    );
  });
});

async function append(
  host: TestHost,
  parent: Step,
  next: Omit<Step, "sequence" | "parent">,
  edits: readonly unknown[],
  snapshot: { pipeline: string; layout: string } | null = null,
): Promise<Step> {
  const entry = { label: "Change", edits: [...edits], touched: [], snapshot };
  const { sequence } = await host.call("history.append", { file, parent: parent.sequence, entry });
  return { sequence, parent, name: next.name, x: next.x };
}

async function check(host: TestHost, steps: readonly Step[], head: Step, saved: Step): Promise<void> {
  const list = await host.call("history.list", { file });
  assert.deepEqual(
    list.map(({ sequence }) => sequence),
    steps.map(({ sequence }) => sequence).toReversed(),
  );
  assert.deepEqual(
    list.filter((item) => item.head).map(({ sequence }) => sequence),
    [head.sequence],
  );
  assert.deepEqual(
    list.filter((item) => item.saved).map(({ sequence }) => sequence),
    [saved.sequence],
  );
  for (const step of steps) agree(await host.call("history.read", { file, sequence: step.sequence }), step);

  const { history } = await host.call("document.open", { file });
  if (steps.length === 1) return assert.equal(history, null);
  assert.ok(history !== null);
  assert.deepEqual([history.head, history.saved], [head.sequence, saved.sequence]);
  assert.equal(JSON.parse(history.savedPipeline).name, saved.name);
  agree(onScreen(history), head);
  let at: Step | null = head;
  for (const entry of history.entries.slice(0, headIndex(history)).toReversed()) {
    assert.equal(entry.sequence, at?.sequence);
    at = at?.parent ?? null;
  }
  assert.equal(history.base.sequence, at?.sequence);
  let behind = history.head;
  for (const entry of history.entries.slice(headIndex(history))) {
    const children = steps.filter((step) => step.parent !== null && step.parent.sequence === behind);
    assert.equal(
      entry.sequence,
      Math.max(...children.map(({ sequence }) => sequence ?? 0)),
      "redo goes the newest way",
    );
    behind = entry.sequence;
  }
  assert.ok(!steps.some((step) => step.parent !== null && step.parent.sequence === behind), "and to its end");
}

/** Entries up to the head. */
function headIndex(history: OpenedHistory): number {
  return history.entries.findIndex(({ sequence }) => sequence === history.head) + 1;
}

/** As the renderer builds it. */
function onScreen(history: OpenedHistory): { pipeline: string; layout: string } {
  let texts: { pipeline: string; layout: string } = history.base;
  for (const entry of history.entries.slice(0, headIndex(history)))
    texts = entry.snapshot ?? applyToTexts(texts, [entry.edits]);
  return texts;
}

function agree(texts: { readonly pipeline: string; readonly layout: string }, step: Step): void {
  assert.equal(JSON.parse(texts.pipeline).name, step.name);
  const places = texts.layout === "" ? {} : JSON.parse(texts.layout).nodes;
  assert.equal(places?.in_5k2j7h4g?.x ?? -1, step.x);
}
