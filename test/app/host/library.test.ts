/** The library's file: damaged, from a newer Weir, not writable, full; and how long histories are kept. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import Database from "better-sqlite3";
import { createLibrary } from "../../../app/host/library/library.ts";
import { libraryPath } from "../../../app/host/library/location.ts";
import { migrations } from "../../../app/host/library/migrations.ts";
import { pruneHistory } from "../../../app/host/library/retention.ts";
import { readPreferences, setPreference } from "../../../app/host/library/settings.ts";
import type { HostFailure } from "../../../shared/protocol/host-api.ts";
import { until } from "../../support/weir-process.ts";
import { openHost, type TestHost } from "./open-host.ts";
import { mountReadOnly, mountSmallDisk } from "./small-disk.ts";
import { samplePipeline, temporaryFolder } from "./temporary-folder.ts";

const file = "orders.pipeline.json";

async function openSample(t: Parameters<typeof openHost>[0], places = {}): Promise<TestHost> {
  const host = await openHost(t, places);
  writeFileSync(join(host.folder, file), samplePipeline("start"));
  await host.call("document.open", { file });
  return host;
}

async function rename(host: TestHost, parent: number | null, name: string): Promise<number> {
  const edits = [{ edit: "renamePipeline", name }];
  const entry = { label: `Rename to ${name.slice(0, 100)}`, edits, touched: [], snapshot: null };
  return (await host.call("history.append", { file, parent, entry })).sequence;
}

/** Names `n1`, `n2`, … one after the other; answers the sequences. */
async function renameOften(host: TestHost, times: number): Promise<number[]> {
  const sequences: number[] = [];
  for (let n = 1; n <= times; n++) {
    sequences.push(await rename(host, sequences.at(-1) ?? null, `n${n}`));
    await new Promise(setImmediate);
  }
  return sequences;
}

async function nameAt(host: TestHost, sequence: number | null): Promise<string> {
  return JSON.parse((await host.call("history.read", { file, sequence })).pipeline).name;
}

describe("library", () => {
  test("lies where the platform keeps data, or where WEIR_LIBRARY says", () => {
    assert.equal(libraryPath({}, "linux", "/home/ada"), "/home/ada/.local/share/weir/library.db");
    assert.equal(libraryPath({ XDG_DATA_HOME: "/data" }, "linux", "/home/ada"), "/data/weir/library.db");
    assert.equal(libraryPath({ XDG_DATA_HOME: "no" }, "linux", "/home/ada"), "/home/ada/.local/share/weir/library.db");
    assert.equal(libraryPath({}, "darwin", "/Users/ada"), "/Users/ada/Library/Application Support/weir/library.db");
    assert.match(libraryPath({ APPDATA: "/roaming" }, "win32", "/ada"), /^\/roaming.weir.library\.db$/);
    assert.equal(libraryPath({ WEIR_LIBRARY: "/own.db", XDG_DATA_HOME: "/data" }, "linux", "/"), "/own.db");
  });

  test("is a WAL database that belongs to its owner and carries Weir's mark", async (t) => {
    const { libraryPath } = await openSample(t);
    assert.equal(statSync(libraryPath).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(libraryPath)).mode & 0o777, 0o700);
    const db = new Database(libraryPath, { readonly: true });
    assert.equal(db.pragma("journal_mode", { simple: true }), "wal");
    assert.equal(db.pragma("application_id", { simple: true }), 0x57_45_49_52);
    assert.equal(db.pragma("user_version", { simple: true }), migrations.length);
    db.close();
  });

  test("500 changes: snapshots every 50, an opened document starts at most 250 steps back", async (t) => {
    let host = await openSample(t);
    const sequences = await renameOften(host, 500);
    const db = new Database(host.libraryPath, { readonly: true });
    t.after(() => db.close());
    const snapshots = db.prepare<[], { sequence: number }>("SELECT sequence FROM entries WHERE snapshot IS NOT NULL");
    // They are written behind the answers.
    await until("there are ten", () => Promise.resolve(snapshots.all().length === 10), 20_000);
    const every50 = sequences.filter((_, index) => index % 50 === 49);
    assert.deepEqual(
      snapshots.all().map(({ sequence }) => sequence),
      every50,
    );
    host = await host.reopen();
    const { history } = await host.call("document.open", { file });
    assert.deepEqual([history?.head, history?.base.sequence], [sequences[499], sequences[299]]);
    assert.equal(history?.entries.length, 200);
    for (const at of [0, 49, 50, 299, 499]) assert.equal(await nameAt(host, sequences[at] ?? null), `n${at + 1}`);
    assert.equal(await nameAt(host, null), "start");
  });

  test("old entries go; named ones, the head and what is saved stay whole", async (t) => {
    let host = await openSample(t);
    const sequences = await renameOften(host, 120);
    const at = (n: number): number => sequences[n - 1] ?? 0;
    await host.call("history.name", { file, sequence: at(30), name: "Release 1" });
    await host.call("history.move", { file, head: at(70) });
    const side = await rename(host, at(70), "side");
    await host.host.close();
    const library = createLibrary({ path: host.libraryPath, onTrouble: () => undefined });
    const removed = pruneHistory(library, { folder: host.folder, file }, { ms: 3_600_000, entries: 20 });
    assert.equal(pruneHistory(library, { folder: host.folder, file }, { ms: 3_600_000, entries: 20 }), 0);
    library.close();
    host = await host.reopen();
    const list = await host.call("history.list", { file });
    assert.equal(removed, 121 - 20 - 1);
    assert.equal(list.length, 20 + 1 + 1);
    assert.deepEqual(list.find(({ sequence }) => sequence === at(30))?.name, "Release 1");
    for (const [sequence, name] of [
      [null, "start"],
      [at(30), "n30"],
      [at(102), "n102"],
      [at(120), "n120"],
      [side, "side"],
    ] as const)
      assert.equal(await nameAt(host, sequence), name);
    const { history } = await host.call("document.open", { file });
    assert.equal(history?.head, side);
    assert.deepEqual(
      history?.entries.map(({ sequence }) => sequence),
      [at(30), side],
    );
    assert.equal(JSON.parse(history?.entries[1]?.snapshot?.pipeline ?? "{}").name, "side");
  });

  test("a damaged file is kept aside under another name, and said", async (t) => {
    let host = await openSample(t);
    await renameOften(host, 300);
    await host.host.close();
    const bytes = readFileSync(host.libraryPath);
    bytes.fill(0xaa, 4096, bytes.length - 4096);
    writeFileSync(host.libraryPath, bytes);
    host = await host.reopen();
    const [event] = host.events;
    assert.ok(event?.event === "trouble" && event.trouble?.code === "HOST_0008");
    assert.deepEqual(host.host.greeting(), [event], "whoever comes later hears it too");
    const aside = readdirSync(dirname(host.libraryPath)).filter((name) => name.includes(".damaged-"));
    assert.equal(aside.length, 1);
    assert.ok(event.trouble.hint?.includes(aside[0] ?? "none"));
    assert.deepEqual(readFileSync(join(dirname(host.libraryPath), aside[0] ?? "")), bytes);
    await host.call("document.open", { file });
    await rename(host, null, "again");
  });

  test("the copy of the day takes the place of a damaged library", async (t) => {
    let host = await openSample(t);
    const sequence = await rename(host, null, "backed up");
    await host.host.close();
    const library = createLibrary({ path: host.libraryPath, onTrouble: () => undefined });
    assert.equal(await library.backUp(), true);
    assert.equal(await library.backUp(), false, "once a day");
    library.close();
    assert.deepEqual(readdirSync(dirname(host.libraryPath)).toSorted(), ["library.db", "library.db.backup"]);
    assert.equal(statSync(`${host.libraryPath}.backup`).mode & 0o777, 0o600);
    writeFileSync(host.libraryPath, "gone".repeat(5000));
    host = await host.reopen();
    const [event] = host.events;
    assert.ok(
      event?.event === "trouble" && /the copy of \d{4}-\d\d-\d\d took its place/.test(event.trouble?.message ?? ""),
    );
    assert.equal((await host.call("document.open", { file })).history?.head, sequence);
    await rename(host, sequence, "goes on");
    await host.host.close();
    for (const path of [host.libraryPath, `${host.libraryPath}.backup`]) writeFileSync(path, "both".repeat(5000));
    host = await host.reopen();
    assert.match(JSON.stringify(host.events), /history starts anew/);
  });

  test("a file that is no database, or empty, does not stop anybody", async (t) => {
    for (const content of ["", "not a database, but long enough to look like one".repeat(100)]) {
      const folder = temporaryFolder(t);
      writeFileSync(join(folder, "library.db"), content);
      const host = await openSample(t, { folder: join(folder, "work"), libraryPath: join(folder, "library.db") });
      await rename(host, null, "works");
    }
  });

  test("another program's database is refused and left alone", (t) => {
    const path = join(temporaryFolder(t), "other.db");
    const other = new Database(path);
    other.exec("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
    other.close();
    const before = readFileSync(path);
    assert.throws(() => createLibrary({ path, onTrouble: () => undefined }), { code: "HOST_0008" });
    assert.deepEqual(readFileSync(path), before);
  });

  test("a newer library is read and never written", async (t) => {
    let host = await openSample(t);
    const sequence = await rename(host, null, "kept");
    await host.host.close();
    const db = new Database(host.libraryPath);
    db.pragma(`user_version = ${migrations.length + 1}`);
    db.close();
    const before = readFileSync(host.libraryPath);
    host = await host.reopen();
    const trouble = host.events.find(({ event }) => event === "trouble");
    assert.ok(trouble?.event === "trouble" && /newer/.test(trouble.trouble?.message ?? ""));
    await host.call("document.open", { file });
    await rename(host, null, "in memory");
    assert.deepEqual(
      (await host.call("history.list", { file })).map(({ label }) => label).includes("Rename to in memory"),
      true,
    );
    await host.host.close();
    assert.deepEqual(readFileSync(host.libraryPath), before);
    assert.ok(sequence > 0);
  });

  test("a full disk: editing goes on, and everything is written when there is room", async (t) => {
    const disk = mountSmallDisk(t);
    if (disk === null) return;
    const work = join(temporaryFolder(t), "work");
    let host = await openSample(t, { folder: work, libraryPath: join(disk.folder, "library.db") });
    const first = await rename(host, null, "before");
    disk.fill();
    const wide = "x".repeat(199);
    let parent = first;
    const troubled = (): HostFailure | null => {
      const last = host.events.findLast(({ event }) => event === "trouble");
      return last?.event === "trouble" ? last.trouble : null;
    };
    for (let n = 0; n < 400 || troubled() === null; n++)
      parent = await rename(host, parent, `${n}${wide}`.slice(0, 199));
    assert.match(troubled()?.message ?? "", /disk is full/);
    const last = await rename(host, parent, "last");
    assert.equal(await nameAt(host, last), "last");
    const count = (await host.call("history.list", { file })).length;
    disk.free();
    await until("the library is written again", () => Promise.resolve(troubled() === null), 10_000);
    const after = await rename(host, last, "after");
    assert.ok(after > last);
    host = await host.reopen();
    assert.equal(await nameAt(host, last), "last");
    assert.equal(await nameAt(host, after), "after");
    assert.equal((await host.call("history.list", { file })).length, count + 1);
  });

  test("a library on a read-only file system is read, and editing goes on", async (t) => {
    const first = await openSample(t);
    const sequence = await rename(first, null, "kept");
    await first.host.close();
    const folder = mountReadOnly(t, dirname(first.libraryPath));
    if (folder === null) return;
    const host = await openHost(t, { folder: first.folder, libraryPath: join(folder, "library.db") });
    const event = host.events.find(({ event }) => event === "trouble");
    assert.ok(event?.event === "trouble" && event.trouble?.code === "HOST_0008");
    const { history } = await host.call("document.open", { file });
    assert.equal(history?.head, sequence);
    assert.ok((await rename(host, sequence, "more")) > sequence);
    assert.equal(await nameAt(host, sequence), "kept");
  });

  test("two hosts on one library: the head is the last writer's, nothing is lost", async (t) => {
    const one = await openSample(t);
    const two = await openHost(t, { folder: one.folder, libraryPath: one.libraryPath });
    await two.call("document.open", { file });
    const all = new Set<number>();
    for (let n = 0; n < 50; n++) {
      all.add(await rename(one, null, `one${n}`));
      all.add(await rename(two, null, `two${n}`));
    }
    assert.equal(all.size, 100);
    const list = await one.call("history.list", { file });
    assert.equal(list.length, 101);
    assert.equal(list.find(({ head }) => head)?.label, "Rename to two49");
  });

  test("every released form is brought up to the current one, with a copy of what was", async (t) => {
    const forms = new URL("library-forms/", import.meta.url);
    const released = readdirSync(forms).filter((name) => name.endsWith(".sql"));
    assert.equal(released.length, migrations.length, "each form has its fixture");
    for (const name of released) {
      const path = join(temporaryFolder(t), "library.db");
      const old = new Database(path);
      old.exec(readFileSync(new URL(name, forms), "utf8"));
      old.close();
      const library = createLibrary({ path, onTrouble: (trouble) => assert.equal(trouble, null) });
      assert.deepEqual(readPreferences(library), { theme: "dark" });
      setPreference(library, "theme", null);
      library.close();
    }
  });

  test("preferences are kept, and are data only", async (t) => {
    let host = await openHost(t);
    await host.call("preferences.set", { name: "grid", value: { size: 8, names: ["a"] } });
    await host.call("preferences.set", { name: "__proto__", value: { polluted: true } });
    assert.equal((await host.fails("preferences.set", { name: "big", value: "x".repeat(2 ** 21) })).code, "HOST_0001");
    host = await host.reopen();
    const all = await host.call("preferences.get", {});
    assert.deepEqual(all["grid"], { size: 8, names: ["a"] });
    assert.equal(Object.hasOwn({}, "polluted") || "polluted" in {}, false);
    await host.call("preferences.set", { name: "grid", value: null });
    assert.equal((await host.call("preferences.get", {}))["grid"], undefined);
  });
});
