/** Documents on the disk: saved in one step, never outside the workspace, never over what somebody else wrote. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { resolveInside } from "../../../app/host/workspace/paths.ts";
import { watchWorkspace } from "../../../app/host/workspace/watch.ts";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";
import { until } from "../../support/weir-process.ts";
import { openHost } from "./open-host.ts";
import { mountReadOnly, mountSmallDisk } from "./small-disk.ts";
import { samplePipeline, temporaryFolder } from "./temporary-folder.ts";

const file = "orders.pipeline.json";
const layout = '{\n  "format": 1\n}\n';

describe("documents", () => {
  test("are created with companions, found, renamed and deleted with them", async (t) => {
    const { call, folder, fails } = await openHost(t);
    const create = { file, pipeline: samplePipeline("Orders"), layout, tests: '{ "format": 1, "tests": {} }' };
    assert.deepEqual(await call("document.create", create), { file });
    assert.deepEqual(await call("document.create", create), { file: "orders-2.pipeline.json" });
    mkdirSync(join(folder, "a/b/c/d/e"), { recursive: true });
    mkdirSync(join(folder, "node_modules/x"), { recursive: true });
    for (const place of ["a/b/c/d/deep", "a/b/c/d/e/deeper", "node_modules/x/no", ".hidden"])
      writeFileSync(join(folder, `${place}.pipeline.json`), samplePipeline(place));
    writeFileSync(join(folder, "prod.environment.json"), "{}");
    writeFileSync(join(folder, "broken.pipeline.json"), "{");
    const workspace = await call("workspace.get", {});
    assert.deepEqual(
      workspace.pipelines.map(({ file, name, nodes }) => [file, name, nodes]),
      [
        ["a/b/c/d/deep.pipeline.json", "a/b/c/d/deep", 2],
        ["broken.pipeline.json", "broken", null],
        ["orders-2.pipeline.json", "Orders", 2],
        ["orders.pipeline.json", "Orders", 2],
      ],
    );
    assert.deepEqual(workspace.environments, ["prod.environment.json"]);
    assert.deepEqual([workspace.trusted, workspace.readOnly, workspace.host], [false, false, "browser"]);

    const taken = await fails("document.rename", { file, to: "orders-2.pipeline.json" });
    assert.equal(taken.code, "HOST_0007");
    await call("document.rename", { file, to: "sales.pipeline.json" });
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith("sales") || name.startsWith("orders.")),
      ["sales.layout.json", "sales.pipeline.json", "sales.test.json"],
    );
    await call("document.delete", { file: "sales.pipeline.json" });
    assert.ok(!readdirSync(folder).some((name) => name.startsWith("sales")));
    assert.equal((await fails("document.open", { file: "sales.pipeline.json" })).code, "HOST_0006");
  });

  test("a history follows its document under a new name, and not a new document under the old one", async (t) => {
    const { call } = await openHost(t);
    const create = { file, pipeline: samplePipeline("Orders"), layout: null, tests: null };
    await call("document.create", create);
    await call("document.open", { file });
    const entry = { label: "Rename", edits: [{ edit: "renamePipeline", name: "New" }], touched: [], snapshot: null };
    const { sequence } = await call("history.append", { file, parent: null, entry });
    assert.equal((await call("workspace.get", {})).pipelines[0]?.unsaved, true);
    await call("document.rename", { file, to: "b.pipeline.json" });
    assert.equal((await call("document.open", { file: "b.pipeline.json" })).history?.head, sequence);
    await call("document.create", create);
    assert.equal((await call("document.open", { file })).history, null);
    await call("document.delete", { file: "b.pipeline.json" });
    await call("document.create", { ...create, file: "b.pipeline.json" });
    assert.equal((await call("document.open", { file: "b.pipeline.json" })).history, null);
  });

  test("saving keeps the mode, leaves no drafts, and knows what was saved", async (t) => {
    const { call, folder } = await openHost(t);
    writeFileSync(join(folder, file), samplePipeline("a"));
    chmodSync(join(folder, file), 0o640);
    const opened = await call("document.open", { file });
    const result = await call("document.save", { file, pipeline: samplePipeline("b"), layout, baseHash: opened.hash });
    assert.ok(result.saved);
    assert.equal(statSync(join(folder, file)).mode & 0o777, 0o640);
    assert.equal(readFileSync(join(folder, file), "utf8"), samplePipeline("b"));
    assert.deepEqual(readdirSync(folder).toSorted(), ["orders.layout.json", file]);
    assert.equal((await call("document.open", { file })).hash, result.hash);
  });

  test("what a host left half written goes with the next save, and nothing else", async (t) => {
    const { call, folder } = await openHost(t);
    writeFileSync(join(folder, file), samplePipeline("a"));
    const [old, young, others] = [`.${file}.0123456789ab.tmp`, `.${file}.ba9876543210.tmp`, `.${file}.mine.tmp`];
    for (const name of [old, young, others]) writeFileSync(join(folder, name), "half");
    for (const name of [old, others]) utimesSync(join(folder, name), new Date(0), new Date(0));
    const { hash } = await call("document.open", { file });
    await call("document.save", { file, pipeline: samplePipeline("b"), layout: null, baseHash: hash });
    assert.deepEqual(readdirSync(folder).toSorted(), [young, others, file].toSorted());
  });

  test("a file that changed on the disk is not overwritten", async (t) => {
    const { call, folder } = await openHost(t);
    writeFileSync(join(folder, file), samplePipeline("a"));
    const { hash } = await call("document.open", { file });
    const entry = { label: "Rename", edits: [{ edit: "renamePipeline", name: "mine" }], touched: [], snapshot: null };
    await call("history.append", { file, parent: null, entry });
    writeFileSync(join(folder, file), samplePipeline("theirs"));
    const mine = { file, pipeline: samplePipeline("mine"), layout, baseHash: hash };
    const result = await call("document.save", mine);
    assert.ok(!result.saved);
    assert.equal(result.conflict.pipeline, samplePipeline("theirs"));
    assert.equal(readFileSync(join(folder, file), "utf8"), samplePipeline("theirs"));
    assert.ok(!existsSync(join(folder, "orders.layout.json")), "nothing at all is written");
    const opened = await call("document.open", { file });
    assert.equal(opened.history?.savedHash, hash);
    assert.notEqual(opened.hash, hash);
    assert.equal(opened.history?.savedPipeline, samplePipeline("a"));
    assert.ok((await call("document.save", { ...mine, baseHash: result.conflict.hash })).saved);
    rmSync(join(folder, file));
    assert.ok((await call("document.save", mine)).saved, "what was deleted comes back");
  });

  test("the file's own text is no conflict, whoever wrote it", async (t) => {
    const { call, folder } = await openHost(t);
    writeFileSync(join(folder, file), samplePipeline("a"));
    const { hash } = await call("document.open", { file });
    writeFileSync(join(folder, file), samplePipeline("same"));
    assert.ok(
      (await call("document.save", { file, pipeline: samplePipeline("same"), layout: null, baseHash: hash })).saved,
    );
  });

  test("a host that ended between the file and its mark is no conflict", async (t) => {
    const { call, folder } = await openHost(t);
    writeFileSync(join(folder, file), samplePipeline("a"));
    await call("document.open", { file });
    const entry = { label: "Rename", edits: [{ edit: "renamePipeline", name: "b" }], touched: [], snapshot: null };
    const { sequence } = await call("history.append", { file, parent: null, entry });
    const { pipeline } = await call("history.read", { file, sequence });
    writeFileSync(join(folder, file), pipeline);
    const { hash, history } = await call("document.open", { file });
    assert.deepEqual([history?.saved, history?.savedHash], [sequence, hash]);
  });

  test("hostile, broken and newer files open as text or are refused by name", async (t) => {
    const { call, folder, fails } = await openHost(t);
    const put = (content: string | Uint8Array): void => writeFileSync(join(folder, file), content);
    for (const content of [
      "",
      "{",
      '{"format":99}',
      '{"__proto__":{"polluted":1},"format":1}',
      "[".repeat(100_000),
      "\uFEFF{}",
    ]) {
      put(content);
      assert.equal((await call("document.open", { file })).pipeline, content);
      await call("workspace.get", {});
    }
    assert.ok(!("polluted" in {}));
    put(new Uint8Array([0xff, 0xfe, 0x7b, 0]));
    assert.equal((await fails("document.open", { file })).code, "DOC_0002");
    put(Buffer.alloc(32 * 1024 * 1024 + 1, 0x20));
    assert.equal((await fails("document.open", { file })).code, "DOC_0001");
    rmSync(join(folder, file));
    mkdirSync(join(folder, file));
    assert.equal((await fails("document.open", { file })).code, "HOST_0006");
    rmSync(join(folder, file), { recursive: true });
    if (spawnSync("mkfifo", [join(folder, file)]).status !== 0) return t.diagnostic("NOT TESTED: pipes (no mkfifo)");
    assert.equal((await fails("document.open", { file })).code, "HOST_0006", "a pipe is not waited for");
  });

  test("a file of 32 MiB opens and is saved", async (t) => {
    const { call, folder } = await openHost(t);
    const pipeline = " ".repeat(32 * 1024 * 1024);
    writeFileSync(join(folder, file), pipeline);
    const { hash } = await call("document.open", { file });
    assert.ok((await call("document.save", { file, pipeline: pipeline.slice(1), layout: null, baseHash: hash })).saved);
  });
});

describe("paths", () => {
  test("lead nowhere but into the workspace", async (t) => {
    const { folder, fails, call } = await openHost(t);
    const outside = temporaryFolder(t);
    writeFileSync(join(outside, file), samplePipeline("secret"));
    symlinkSync(outside, join(folder, "link"));
    symlinkSync(join(outside, file), join(folder, "alias.pipeline.json"));
    symlinkSync("/nowhere/x.pipeline.json", join(folder, "dangling.pipeline.json"));
    const escapes = [
      "../orders.pipeline.json",
      "a/../../orders.pipeline.json",
      join(outside, file),
      "link/orders.pipeline.json",
      "alias.pipeline.json",
      "./orders.pipeline.json",
      "a//orders.pipeline.json",
      ".git/x.pipeline.json",
      "..\\orders.pipeline.json",
      "C:\\orders.pipeline.json",
      "c:orders.pipeline.json",
      "con.pipeline.json",
      "a\0b.pipeline.json",
      "a\nb.pipeline.json",
      "orders.json",
      ".pipeline.json",
      "sub/.pipeline.json",
    ];
    const text = samplePipeline("x");
    for (const escape of escapes) {
      for (const [method, params] of [
        ["document.open", { file: escape }],
        ["document.save", { file: escape, pipeline: text, layout: null, baseHash: null }],
        ["document.create", { file: escape, pipeline: text, layout: null, tests: null }],
        ["document.saveTests", { file: escape, tests: text }],
        ["document.delete", { file: escape }],
        ["document.rename", { file: "a.pipeline.json", to: escape }],
      ] as const)
        if (escape !== "alias.pipeline.json" || method !== "document.create")
          assert.equal((await fails(method, params)).code, "HOST_0004", `${method} ${JSON.stringify(escape)}`);
    }
    await call("workspace.trust", { trusted: true });
    for (const escape of ["../orders.pipeline.json", "link/orders.pipeline.json", "../../etc/passwd"]) {
      const run = { file: escape, pipeline: text, environment: "embedded", threads: 1 };
      assert.equal((await fails("run.start", run)).code, "HOST_0004", `run.start ${escape}`);
      assert.match((await fails("environments.save", { file: escape, text: "{}" })).code, /HOST_0004/);
    }
    assert.match((await fails("document.open", { file: "dangling.pipeline.json" })).code, /HOST_000[46]/);
    assert.deepEqual(readdirSync(outside), [file]);
    assert.equal(readFileSync(join(outside, file), "utf8"), samplePipeline("secret"));
  });

  test("no text at all leads out", async (t) => {
    const root = temporaryFolder(t);
    symlinkSync("/", join(root, "up"));
    mkdirSync(join(root, "sub"));
    const part = fc.oneof(
      fc.constantFrom("..", ".", "", "up", "sub", "etc", "%2e%2e", "\\", "~", "C:", "con", "a "),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        const path = await resolveInside(root, parts.join("/")).catch(() => null);
        assert.ok(path === null || path.startsWith(`${root}/`), path ?? "");
      }),
      { numRuns: 2000 },
    );
  });

  test("links inside the workspace are followed, also when saving", async (t) => {
    const { call, folder } = await openHost(t);
    mkdirSync(join(folder, "real"));
    writeFileSync(join(folder, "real", file), samplePipeline("a"));
    symlinkSync(join("real", file), join(folder, file));
    const { hash } = await call("document.open", { file });
    await call("document.save", { file, pipeline: samplePipeline("b"), layout: null, baseHash: hash });
    assert.equal(readFileSync(join(folder, "real", file), "utf8"), samplePipeline("b"));
  });

  test("a folder that is none is refused", async (t) => {
    const { folder, fails, call } = await openHost(t);
    writeFileSync(join(folder, "a-file"), "");
    for (const wrong of ["relative", join(folder, "missing"), join(folder, "a-file"), "/a\0b", ""])
      assert.equal((await fails("workspace.open", { folder: wrong })).code, "HOST_0003", wrong);
    mkdirSync(join(folder, "next"));
    const next = await call("workspace.open", { folder: join(folder, "next") });
    assert.deepEqual([next.name, next.recent[0]?.folder], ["next", join(folder, "next")]);
  });
});

describe("places where nothing can be written", () => {
  test("a read-only folder is said to be so, and saving is refused", async (t) => {
    const home = temporaryFolder(t);
    writeFileSync(join(home, file), samplePipeline("a"));
    const folder = mountReadOnly(t, home);
    if (folder === null) return;
    const { call, fails } = await openHost(t, { folder, libraryPath: join(temporaryFolder(t), "library.db") });
    assert.equal((await call("workspace.get", {})).readOnly, true);
    const { hash, readOnly } = await call("document.open", { file });
    assert.equal(readOnly, true);
    const change = { file, pipeline: samplePipeline("b"), layout: null, baseHash: hash };
    assert.equal((await fails("document.save", change)).code, "HOST_0015");
    const made = { file: "new.pipeline.json", pipeline: "{}", layout: null, tests: null };
    assert.equal((await fails("document.create", made)).code, "HOST_0015");
    assert.equal((await fails("document.delete", { file })).code, "HOST_0015");
    const rename = await fails("document.rename", { file, to: "b.pipeline.json" });
    assert.equal(rename.code, "HOST_0015");
  });

  test("a full disk: the old file stays whole, no draft is left", async (t) => {
    const disk = mountSmallDisk(t);
    if (disk === null) return;
    const places = { folder: disk.folder, libraryPath: join(temporaryFolder(t), "library.db") };
    const { call, fails } = await openHost(t, places);
    writeFileSync(join(disk.folder, file), samplePipeline("a"));
    const { hash } = await call("document.open", { file });
    disk.fill();
    const change = { file, pipeline: `${samplePipeline("b")}${" ".repeat(100_000)}`, layout: null, baseHash: hash };
    const failure = await fails("document.save", change);
    assert.equal(failure.code, "HOST_0007");
    assert.match(failure.message, /disk is full/);
    assert.equal(readFileSync(join(disk.folder, file), "utf8"), samplePipeline("a"));
    assert.deepEqual(readdirSync(disk.folder).toSorted(), ["filler", file]);
    disk.free();
    assert.ok((await call("document.save", change)).saved);
  });
});

describe("watching", () => {
  for (const poll of [false, true])
    test(poll ? "by looking every so often" : "by the system's watches", async (t) => {
      const folder = temporaryFolder(t);
      mkdirSync(join(folder, "sub"));
      mkdirSync(join(folder, "node_modules"));
      writeFileSync(join(folder, file), samplePipeline("a"));
      const events: HostEvent[] = [];
      const watch = watchWorkspace(folder, (event) => void events.push(event), { quietMs: 60, pollMs: 60, poll });
      t.after(() => watch.close());
      const next = async (change: () => void, what: string): Promise<string | null> => {
        const before = events.length;
        change();
        await until(what, () => Promise.resolve(events.length > before), 10_000);
        const event = events[before];
        assert.ok(event?.event === "files");
        return event.file;
      };
      await watch.ready;
      const other = join(folder, "sub", file);
      assert.equal(await next(() => writeFileSync(join(folder, file), "bb"), "a change"), file);
      assert.equal(await next(() => writeFileSync(other, samplePipeline("c")), "a new file"), `sub/${file}`);
      const both = await next(() => {
        rmSync(other);
        rmSync(join(folder, file));
      }, "two at once");
      assert.equal(both, null);

      // What the host writes itself, and what is no document, is not told; a change behind it is.
      writeFileSync(join(folder, file), "own");
      watch.wrote(join(folder, file));
      writeFileSync(join(folder, "node_modules", file), "x");
      writeFileSync(join(folder, "notes.txt"), "x");
      assert.equal(await next(() => writeFileSync(other, "later"), "a later change"), `sub/${file}`);
      mkdirSync(join(folder, "fresh"));
      const fresh = await next(() => writeFileSync(join(folder, "fresh", file), "{}"), "a file in a new folder");
      assert.ok(fresh === null || fresh === `fresh/${file}`);
    });
});

describe("trust", () => {
  test("nothing runs or connects before; looking, editing and previewing go on", async (t) => {
    let { call, fails, reopen } = await openHost(t);
    const cluster = { kind: "connection", environment: "prod.environment.json", connection: "main" };
    const refused = [
      ["run.start", { file, pipeline: "{}", environment: "embedded", threads: 1 }],
      ["run.retry", { cluster, topic: "t", records: [] }],
      ["topics.cluster", { cluster }],
      ["topics.produce", { cluster, topic: "t", record: { timestampMs: 0, key: null, value: null } }],
      ["environments.test", { file: "prod.environment.json", connection: "main" }],
    ] as const;
    for (const [method, params] of refused) assert.equal((await fails(method, params)).code, "HOST_0005", method);
    assert.equal((await call("workspace.trust", { trusted: true })).trusted, true);
    for (const [method, params] of refused) {
      const failure = await fails(method, params);
      assert.notEqual(failure.code, "HOST_0005", method);
    }
    ({ call, fails, reopen } = await reopen());
    assert.equal((await call("workspace.get", {})).trusted, true, "it is remembered");
    await call("workspace.trust", { trusted: false });
    assert.equal((await fails(...refused[0])).code, "HOST_0005");
  });
});
