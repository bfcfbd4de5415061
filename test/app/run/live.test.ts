/** Records that pass, sampled while somebody looks at an edge. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTapRequests } from "../../../app/renderer/run/tap-requests.ts";
import { enabled, eventually, openStudioPage, recordsOf, rowsOf, sample, type StudioPage } from "./open-studio-page.ts";

describe("live records", () => {
  let opened: StudioPage;
  const taps: string[][] = [];
  before(async () => {
    opened = await openStudioPage({
      "card-payments.pipeline.json": await sample("card-payments.pipeline.json"),
      "card-payments.layout.json": await sample("card-payments.layout.json"),
    });
    opened.page.on("request", (request) => {
      if (!request.url().endsWith("/api/run.tap")) return;
      taps.push([...(JSON.parse(request.postData() ?? "{}") as { edges: readonly string[] }).edges]);
    });
    await opened.open("Card payments");
  });
  after(() => opened.close());

  test("the tab is there while a run goes on, and comes to the front when one starts", async () => {
    const { page, button, look } = opened;
    assert.equal(await page.getByRole("tab", { name: "Live" }).count(), 0);
    await button("Run").click();
    await page.getByRole("tab", { name: "Live", selected: true }).waitFor();
    await enabled(button("Stop"));
    await page.getByText("Choose an edge to look into").waitFor();
    assert.deepEqual(taps, [], "nothing is asked for while nothing is looked at");
    await look("live-none");
  });

  test("a chosen edge shows a few records a second, with columns of their fields", async () => {
    const { page, look } = opened;
    await page.getByLabel("Edge", { exact: true }).selectOption({ label: "Payments → Suspicious?" });
    const grid = page.getByRole("grid", { name: "Records from Payments → Suspicious?" });
    const rows = await eventually(
      () => rowsOf(grid),
      (all) => all.length >= 4,
    );
    assert.deepEqual(await grid.getByRole("columnheader").locator(".ui-data-grid-title-text").allTextContents(), [
      "time",
      "key",
      "id",
      "card",
      "amount",
      "currency",
      "at",
      "merchant",
      "online",
    ]);
    assert.match(rows[0]?.[2] ?? "", /^p-\d+$/);
    assert.deepEqual(taps, [["e01_j5oh"]]);
    await page.getByText(/k\/s, a few of them/).waitFor();
    await look("live-edge");
  });

  test("the canvas lights the edge that was chosen", async () => {
    await opened.page.locator('.edge-label[data-edge="e01_j5oh"][data-selected]').waitFor({ state: "attached" });
  });

  test("a node shows what comes in and what goes out, side by side", async () => {
    const { page, look } = opened;
    await page.locator(".node-view").filter({ hasText: "Hide card number" }).click();
    const before = page.getByRole("grid", { name: "Records from Suspicious? · suspicious → Hide card number" });
    const behind = page.getByRole("grid", { name: "Records from Hide card number → Alerts" });
    const [open] = await eventually(
      () => recordsOf(before),
      (rows) => rows.length > 0,
    );
    const [masked] = await eventually(
      () => recordsOf(behind),
      (rows) => rows.length > 0,
    );
    assert.match(open?.["card"] ?? "", /^4000\d+$/);
    assert.match(masked?.["card"] ?? "", /^\*+\d{4}$/);
    assert.deepEqual(taps.at(-1), ["e02_nqjn", "e03_29mn"]);
    await look("live-node");
  });

  test("paused, nothing moves and nothing is sampled; it goes on where it is", async () => {
    const { page } = opened;
    await page.getByRole("button", { name: "Pause" }).click();
    await eventually(
      async () => taps.at(-1),
      (edges) => edges?.length === 0,
    );
    await page.getByText("paused").first().waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    await eventually(
      async () => taps.at(-1),
      (edges) => edges?.length === 2,
    );
  });

  test("with nothing selected, or another tab in front, it stops asking", async () => {
    const { page } = opened;
    await page.getByRole("tab", { name: "Problems" }).click();
    await eventually(
      async () => taps.at(-1),
      (edges) => edges?.length === 0,
    );
    await page.getByRole("tab", { name: "Live" }).click();
    await eventually(
      async () => taps.at(-1),
      (edges) => edges?.length === 2,
    );
    // An empty place of the canvas.
    await page.mouse.click(500, 80);
    await page.getByText("Choose an edge to look into").waitFor();
    await eventually(
      async () => taps.at(-1),
      (edges) => edges?.length === 0,
    );
  });

  test("the tab goes with the run", async () => {
    const { page, button } = opened;
    await button("Stop").click();
    await enabled(button("Run"));
    await page.getByRole("tab", { name: "Live" }).waitFor({ state: "detached" });
    await page.getByRole("tab", { name: "Preview", selected: true }).waitFor();
  });

  test("nothing went wrong on the way", () => {
    assert.deepEqual(opened.problems(), []);
    assert.deepEqual(opened.refused, []);
  });
});

describe("requests for samples", () => {
  test("go one after the other; what was wanted only in between is not asked for", async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const requests = createTapRequests({
      call: (async (_method: string, params: { run: string; edges: readonly string[] }) => {
        asked.push(`${params.run}: ${params.edges.join(" ")}`);
        await new Promise<void>((resolve) => answers.push(resolve));
        return null;
      }) as never,
    });
    const answer = async (): Promise<void> => {
      answers.shift()?.();
      await new Promise(setImmediate);
    };
    requests.want("a", ["1"]);
    requests.want("a", ["2"]);
    requests.want("a", ["3", "4"]);
    await answer();
    assert.deepEqual(asked, ["a: 1", "a: 3 4"]);
    requests.want("b", ["5"]);
    await answer();
    await answer();
    assert.deepEqual(asked.slice(2), ["a: ", "b: 5"], "the run before is told to stop first");
    requests.want("b", []);
    await answer();
    await answer();
    assert.deepEqual(asked.slice(4), ["b: "]);
    requests.want("c", ["6"]);
    requests.forget();
    await answer();
    assert.deepEqual(asked.slice(5), ["c: 6"], "a run that ended by itself is told nothing");
  });
});
