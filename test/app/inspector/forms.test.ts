/** Settings as a person changes them, asserted through the document. */
/* oxlint-disable unicorn/no-thenable -- a word of the document, never a function */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { closeBrowser, openInspector, pipelineOf, sample } from "./open-inspector.ts";

after(closeBrowser);

const orders = {
  type: "kafka-source",
  name: "Orders",
  config: {
    topic: "orders",
    value: { format: "json", type: "{ id: string; country: string; total: decimal; card: string; at: instant }" },
  },
};

describe("a node's form", () => {
  it("sets numbers, keeps what is wrong and marks it, takes away what is emptied", async () => {
    const { page, inspector, config, step, select, eventually, problems, close } = await openInspector(
      await sample("late-payments"),
    );
    await select("out_8k1p3c6t");
    const partitions = inspector.getByRole("textbox", { name: "Partitions" });
    await partitions.fill("12");
    await eventually(async () => assert.equal((await config("out_8k1p3c6t"))["partitions"], 12));
    assert.equal(await step(), "Set partitions of Late totals");
    await partitions.fill("twelve");
    await partitions.blur();
    await eventually(async () => assert.equal((await config("out_8k1p3c6t"))["partitions"], "twelve"));
    assert.equal(await partitions.getAttribute("aria-invalid"), "true");
    assert.equal(await partitions.inputValue(), "twelve");
    await inspector.getByText("is a text. Write a").waitFor();
    await partitions.fill("");
    await eventually(async () => assert.equal((await config("out_8k1p3c6t"))["partitions"], undefined));
    assert.equal(await partitions.getAttribute("aria-invalid"), null);
    await partitions.press("ArrowUp");
    await eventually(async () => assert.equal((await config("out_8k1p3c6t"))["partitions"], 1));
    await page.keyboard.press("Escape");
    assert.deepEqual(problems, []);
    await close();
  });

  it("keeps settings that it does not know, and says so", async () => {
    const nodes = { orders: { ...orders, config: { ...orders.config, colour: "red" } } };
    const { inspector, config, select, eventually, close } = await openInspector(pipelineOf(nodes));
    await select("orders");
    await inspector
      .getByText(/^`?colour`? is not known here\./)
      .first()
      .waitFor();
    await inspector.getByRole("button", { name: /More settings/ }).click();
    const skew = inspector.getByRole("textbox", { name: "Largest skew" });
    await skew.fill("90 min");
    await inspector.getByText("1 hour 30 minutes").waitFor();
    await eventually(async () =>
      assert.deepEqual(await config("orders"), { ...orders.config, colour: "red", maxFutureSkew: "90m" }),
    );
    await close();
  });

  it("checks a type where it is written, and gives its fields to what follows", async () => {
    const nodes = { orders, big: { type: "filter", name: "Big", config: { where: "value.amount > 1" } } };
    const { inspector, config, select, eventually, close } = await openInspector(
      pipelineOf(nodes, ["orders.out -> big.in"]),
    );
    await select("orders");
    const type = inspector.getByRole("textbox", { name: "Type", exact: true });
    await type.fill("{ id: strin; amount: int }");
    await eventually(async () => assert.equal(await type.getAttribute("aria-invalid"), "true"));
    await type.fill("{ id: string; amount: int }");
    await eventually(async () => assert.equal(await type.getAttribute("aria-invalid"), null));
    await inspector.getByText("2 fields").waitFor();
    await eventually(async () =>
      assert.deepEqual((await config("orders"))["value"], { format: "json", type: "{ id: string; amount: int }" }),
    );
    await select("big");
    await inspector.getByText("boolean").waitFor();
    await inspector.getByRole("button", { name: "Text" }).waitFor({ state: "detached" });
    await close();
  });

  it("says what happens when a record fails in a person's words", async () => {
    const { inspector, document, step, select, eventually, close } = await openInspector(await sample("late-payments"));
    await select("count_9d2x7k4b");
    const policy = inspector.getByRole("combobox", { name: "When a record fails" });
    await policy.selectOption({ label: "Try again" });
    const onError = async () => (await document()).nodes["count_9d2x7k4b"]?.onError;
    await eventually(async () =>
      assert.deepEqual(await onError(), { policy: "retry", attempts: 3, backoff: "1s", then: "dead-letter" }),
    );
    await inspector.getByRole("textbox", { name: "Attempts" }).fill("5");
    await inspector.getByRole("textbox", { name: "Wait between" }).fill("500 ms");
    await inspector.getByRole("textbox", { name: "Dead letters go to" }).fill("no such topic!");
    await inspector.getByText("Write 1 to 249 letters").waitFor();
    await inspector.getByRole("textbox", { name: "Dead letters go to" }).fill("late.dead");
    await eventually(async () =>
      assert.deepEqual(await onError(), {
        policy: "retry",
        topic: "late.dead",
        attempts: 5,
        backoff: "500ms",
        then: "dead-letter",
      }),
    );
    assert.match(await step(), /when a record fails/);
    await policy.selectOption({ label: "Stop the pipeline" });
    await eventually(async () => assert.equal(await onError(), undefined));
    await close();
  });
});

describe("lists of settings", () => {
  it("map: adds what comes in, renames, orders and removes with the keyboard", async () => {
    const nodes = {
      orders,
      shape: { type: "map", name: "Shape", config: { keep: "none", fields: { id: "value.id" } } },
    };
    const { page, inspector, config, select, eventually, close } = await openInspector(
      pipelineOf(nodes, ["orders.out -> shape.in"]),
    );
    const fields = async () => (await config("shape"))["fields"];
    await select("shape");
    await inspector.getByRole("button", { name: "Add from the input" }).click();
    await page.getByRole("menuitem", { name: /^Add all 4/ }).click();
    await eventually(async () =>
      assert.deepEqual(Object.keys((await fields()) ?? {}), ["id", "country", "total", "card", "at"]),
    );
    await inspector.getByRole("button", { name: /^Move at;/ }).focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await eventually(async () =>
      assert.deepEqual(Object.keys((await fields()) ?? {}), ["id", "country", "at", "total", "card"]),
    );
    const name = inspector.getByRole("textbox", { name: "Name of total" });
    await name.fill("id");
    await name.press("Enter");
    assert.equal(await name.getAttribute("aria-invalid"), "true", "a second id");
    await name.fill("amount");
    await name.press("Enter");
    await eventually(async () =>
      assert.deepEqual(Object.entries((await fields()) ?? {})[3], ["amount", "value.total"]),
    );
    await inspector.getByRole("button", { name: /^Move card;/ }).focus();
    await page.keyboard.press("Delete");
    await eventually(async () =>
      assert.deepEqual(Object.keys((await fields()) ?? {}), ["id", "country", "at", "amount"]),
    );
    await close();
  });

  it("generator: kinds come with settings that are complete", async () => {
    const nodes = { made: { type: "generator", name: "Made", config: { fields: { id: { kind: "sequence" } } } } };
    const { inspector, config, select, eventually, close } = await openInspector(pipelineOf(nodes));
    await select("made");
    await inspector.getByRole("button", { name: "Add field" }).click();
    await inspector.getByRole("combobox", { name: "Kind of field2" }).selectOption({ label: "Decimal" });
    const most = inspector.getByRole("textbox", { name: "Most" });
    await most.fill("49.5");
    await inspector.getByRole("textbox", { name: "Name of field2" }).fill("price");
    await inspector.getByRole("textbox", { name: "Name of field2" }).press("Enter");
    await inspector.getByRole("textbox", { name: "Rate" }).fill("20");
    await eventually(async () =>
      assert.deepEqual(await config("made"), {
        fields: { id: { kind: "sequence" }, price: { kind: "decimal", max: 49.5 } },
        rate: 20,
      }),
    );
    await close();
  });

  it("mask and branch: fields are chosen from the schema, outputs have names of their own", async () => {
    const nodes = {
      orders,
      hide: { type: "mask", name: "Hide", config: { fields: {} } },
      split: { type: "branch", name: "Split", config: { cases: [{ port: "large", when: "value.total > 1000" }] } },
    };
    const { page, inspector, config, select, eventually, close } = await openInspector(
      pipelineOf(nodes, ["orders.out -> hide.in", "hide.out -> split.in"]),
    );
    await select("hide");
    await inspector.getByRole("button", { name: "Hide a field" }).click();
    await inspector.getByRole("combobox", { name: "Field to hide" }).fill("car");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.deepEqual(await config("hide"), { fields: { card: "card" } }));
    await inspector
      .getByRole("combobox", { name: "What becomes of card" })
      .selectOption({ label: "All but the last 4" });
    await eventually(async () => assert.deepEqual(await config("hide"), { fields: { card: "last4" } }));
    await select("split");
    await inspector.getByRole("button", { name: "Add case" }).click();
    await inspector.getByRole("textbox", { name: "Output 2" }).fill("small");
    await inspector.getByRole("textbox", { name: "Output 2" }).press("Enter");
    await eventually(async () =>
      assert.deepEqual(
        ((await config("split"))["cases"] as { port: string }[]).map(({ port }) => port),
        ["large", "small"],
      ),
    );
    await close();
  });
});

describe("what else can be selected", () => {
  it("nothing: the pipeline", async () => {
    const { inspector, document, step, eventually, close } = await openInspector(await sample("late-payments"));
    await inspector.getByRole("textbox", { name: "Name of the pipeline" }).fill("Late payments");
    await inspector.getByRole("textbox", { name: "Name of the pipeline" }).press("Enter");
    await eventually(async () => assert.equal((await document()).name, "Late payments"));
    await inspector.getByRole("textbox", { name: "Description" }).fill("Owned by finance.");
    await eventually(async () => assert.equal((await document()).description, "Owned by finance."));
    await inspector.getByRole("radio", { name: "at least once" }).click();
    await inspector.getByRole("textbox", { name: "Commit interval" }).fill("5 s");
    await inspector.getByText("5 seconds").waitFor();
    await eventually(async () => assert.deepEqual((await document()).settings, { commitInterval: "5s" }));
    assert.equal(await step(), "Set commit interval");
    await close();
  });

  it("a node whose operator is not known: kept and shown as JSON", async () => {
    const nodes = { strange: { type: "teleport", name: "Strange", config: { to: "mars" } } };
    const { inspector, document, select, close } = await openInspector(pipelineOf(nodes));
    await select("strange");
    await inspector.getByText('"to": "mars"').waitFor();
    assert.deepEqual((await document()).nodes["strange"]?.config, { to: "mars" });
    await close();
  });

  it("several nodes: what they are, and what they have in common", async () => {
    const { inspector, document, select, eventually, close } = await openInspector(await sample("late-payments"));
    await select("late_5h3n6v2r", "count_9d2x7k4b");
    await inspector.getByText("2 nodes").waitFor();
    await inspector.getByText("not the same everywhere").waitFor();
    await inspector.getByRole("combobox", { name: "When a record fails" }).selectOption({ label: "Skip it and count" });
    await eventually(async () => {
      const { nodes } = await document();
      assert.deepEqual(
        [nodes["late_5h3n6v2r"]?.onError, nodes["count_9d2x7k4b"]?.onError],
        [{ policy: "skip" }, { policy: "skip" }],
      );
    });
    await close();
  });

  it("an edge: its ends and the schema of its records", async () => {
    const { page, inspector, close } = await openInspector(await sample("late-payments"));
    const at = (await page.evaluate(
      "window.weirTest.edge(Object.keys(JSON.parse(window.weirTest.document().pipeline).edges).find((id) => JSON.parse(window.weirTest.document().pipeline).edges[id].to.startsWith('late_')))",
    )) as { x: number; y: number };
    await page.mouse.click(at.x, at.y);
    const tree = inspector.getByRole("tree", { name: "Schema of the records" });
    await tree.getByText("paid", { exact: true }).waitFor();
    assert.ok((await tree.innerText()).includes("decimal"));
    await inspector.getByRole("button", { name: /^From Order with its payment/ }).click();
    await inspector.getByRole("textbox", { name: "Name of the node" }).waitFor();
    await close();
  });
});
