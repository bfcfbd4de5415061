/** Every operator, set as in each of its examples, has a form: each of its settings is there by its name, and nothing fails. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { fieldsOf } from "../../../app/renderer/inspector/model/field-spec.ts";
import { fieldTitle } from "../../../app/renderer/inspector/model/words.ts";
import { catalogue } from "../../../shared/operators/catalogue.ts";
import { closeBrowser, openInspector, pipelineOf } from "./open-inspector.ts";

after(closeBrowser);

describe("the form of every operator", () => {
  for (const theme of ["dark", "light"] as const)
    it(`shows every setting in the ${theme} theme`, async () => {
      const nodes = Object.fromEntries(
        [...catalogue.values()].map((operator) => [
          operator.type,
          { type: operator.type, name: `N ${operator.type}`, config: operator.examples[0]?.config ?? {} },
        ]),
      );
      const opened = await openInspector(pipelineOf(nodes), { theme });
      for (const operator of catalogue.values()) {
        await opened.select(operator.type);
        await opened.inspector.getByRole("textbox", { name: "Name of the node" }).waitFor();
        const more = opened.inspector.getByRole("button", { name: /^More settings/ });
        if ((await more.count()) > 0 && (await more.getAttribute("aria-expanded")) === "false") await more.click();
        const text = await opened.inspector.innerText();
        for (const { name, title } of fieldsOf(operator.config)) {
          if (operator.type === "stream-stream-join" && ["before", "after", "grace"].includes(name))
            assert.ok(text.includes("Window"), `${operator.type}: the window`);
          else
            assert.ok(text.includes(fieldTitle(operator.type, name, title)), `${operator.type}: ${title} in ${text}`);
        }
        const folder = process.env["WEIR_SHOTS"];
        if (folder !== undefined)
          await opened.inspector.screenshot({ path: `${folder}/${operator.type}-${theme}.png` });
      }
      assert.deepEqual(opened.problems, []);
      await opened.close();
    });
});
