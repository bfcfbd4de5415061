import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { forkLauncher } from "../../../app/host/agents/fork-launcher.ts";
import {
  createPreviewService,
  previewTimes,
  type PreviewService,
  type PreviewTimes,
} from "../../../app/host/agents/preview-service.ts";
import type { AgentChannel } from "../../../app/host/agents/agent-launcher.ts";
import { WeirError } from "../../../shared/errors.ts";
import { until } from "../../support/weir-process.ts";
import { makeFolder } from "../environments/support.ts";
import { fakeAgentEntry, isRunning, previewOf } from "./support.ts";

interface Started {
  readonly service: PreviewService;
  readonly launched: AgentChannel[];
}

function start(context: TestContext, times: Partial<PreviewTimes> = {}, entry = fakeAgentEntry): Started {
  const fork = forkLauncher(entry);
  const launched: AgentChannel[] = [];
  const launcher = {
    launch: (): AgentChannel => {
      const channel = fork.launch();
      launched.push(channel);
      return channel;
    },
  };
  const service = createPreviewService(launcher, { ...previewTimes, ...times });
  context.after(() => service.close());
  return { service, launched };
}

describe("previews in processes", () => {
  test("a warm process answers, one more waits, and both are used again", async (context) => {
    const { service, launched } = start(context);
    service.warm();
    assert.equal(launched.length, 1);
    const first = await service.preview("a", previewOf("answer"));
    assert.equal(launched.length, 2, "a spare was started as soon as the first had work");
    for (let count = 0; count < 4; count += 1)
      assert.equal((await service.preview("a", previewOf("answer"))).ms, first.ms, "the one whose code is compiled");
    assert.equal(launched.length, 2);
    assert.deepEqual(await service.tests("", "freeze"), [{ name: "freeze", passed: true, ms: 1, differences: [] }]);
  });

  test("a process that dies fails its own preview with what to do, and the next one works", async (context) => {
    const { service } = start(context);
    await assert.rejects(service.preview("a", previewOf("die")), (error) => {
      assert.ok(error instanceof WeirError);
      assert.equal(error.code, "HOST_0009");
      assert.match(error.message, /by SIGKILL: RangeError: out of everything/);
      assert.match(error.hint ?? "", /Try again/);
      return true;
    });
    assert.ok((await service.preview("a", previewOf("answer"))).ms > 0);
  });

  test("the runtime's own failure comes with its findings", async (context) => {
    const { service } = start(context);
    await assert.rejects(service.preview("a", previewOf("refuse")), (error) => {
      assert.ok(error instanceof WeirError);
      assert.deepEqual([error.code, error.node], ["CLI_0101", "n"]);
      assert.deepEqual(error.cause, [{ code: "DOC_0211", severity: "error", message: "No nodes." }]);
      return true;
    });
  });

  test("a newer preview of the file cancels the older at once; a deaf process is ended after the grace", async (context) => {
    const mark = join(makeFolder(context), "pid");
    const { service } = start(context);
    const deaf = service.preview("a", previewOf(`hang ${mark}`));
    deaf.catch(() => undefined);
    const pid = await pidIn(mark);
    const newer = await service.preview("a", previewOf("answer"));
    assert.notEqual(newer.ms, pid);
    await assert.rejects(deaf, { code: "HOST_0010" });
    await until("the deaf process is gone", () => Promise.resolve(!isRunning(pid)), 5000);
  });

  test("a cancelled process that finishes within the grace lives on", async (context) => {
    const mark = join(makeFolder(context), "pid");
    const { service } = start(context, { cancelGraceMs: 60_000 });
    const first = service.preview("a", previewOf(`wait 2000 ${mark}`));
    first.catch(() => undefined);
    const pid = await pidIn(mark);
    service.cancel("a");
    await assert.rejects(first, { code: "HOST_0010" });
    await until("it answers again", async () => {
      assert.ok(isRunning(pid));
      return (await service.preview("a", previewOf("answer"))).ms === pid;
    });
  });

  test("previews of two files do not disturb each other", async (context) => {
    const { service } = start(context);
    const [one, other] = await Promise.all([
      service.preview("a", previewOf("wait 30")),
      service.preview("b", previewOf("wait 30")),
    ]);
    assert.notEqual(one.ms, other.ms);
  });

  test("more than there are processes wait for their turn", async (context) => {
    const { service, launched } = start(context);
    const results = await Promise.all(
      Array.from({ length: 9 }, (_, index) => service.preview(String(index), previewOf("wait 20"))),
    );
    assert.equal(new Set(results.map(({ ms }) => ms)).size, 4);
    assert.ok(launched.length <= 4);
  });

  test("what takes too long is stopped", async (context) => {
    const mark = join(makeFolder(context), "pid");
    const { service } = start(context, { previewLimitMs: 1500 });
    await service.tests("", "a process is there");
    await assert.rejects(service.preview("a", previewOf(`hang ${mark}`)), (error) => {
      assert.ok(error instanceof WeirError);
      assert.equal(error.code, "HOST_0010");
      assert.match(error.message, /longer than 1.5 s/);
      return true;
    });
    const pid = await pidIn(mark);
    await until("its process is gone", () => Promise.resolve(!isRunning(pid)), 5000);
  });

  test("a runtime that cannot start is told once for each preview, and not tried for ever", async (context) => {
    const { service, launched } = start(context, {}, join(import.meta.dirname, "no-such-agent.ts"));
    await assert.rejects(service.preview("a", previewOf("answer")), { code: "HOST_0009" });
    await assert.rejects(service.preview("a", previewOf("answer")), { code: "HOST_0009" });
    assert.ok(launched.length <= 4);
  });

  test("closing ends every process and every preview", async (context) => {
    const { service } = start(context);
    const open = service.preview("a", previewOf("wait 60000"));
    const other = await service.preview("b", previewOf("answer"));
    const closing = service.close();
    await assert.rejects(open, { code: "HOST_0010" });
    await closing;
    assert.equal(isRunning(other.ms), false);
    await assert.rejects(service.preview("a", previewOf("answer")), { code: "HOST_0010" });
  });
});

async function pidIn(file: string): Promise<number> {
  const read = (): number => {
    try {
      return Number(readFileSync(file, "utf8"));
    } catch {
      return 0;
    }
  };
  await until("the process has begun", () => Promise.resolve(read() > 0), 10_000);
  return read();
}
