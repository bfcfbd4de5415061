/** Tests of the pipeline, and freezing a preview into one. */
import { freezePreview, readTests, runTests } from "../tests/tests-store.ts";
import { notify } from "../stores/workspace.ts";
import { editable, type Command, type CommandContext } from "./command.ts";
import { showBottom } from "./preview.ts";

export const testCommands: readonly Command[] = [
  {
    id: "tests.run",
    title: "Run all tests",
    group: "Preview",
    keys: ["Alt+U"],
    icon: "flask-conical",
    enabled: hasTests,
    run: async ({ session }) => {
      if (session === null) return;
      showBottom("tests");
      await runTests(session, null);
    },
  },
  {
    id: "tests.freeze",
    title: "Freeze the preview as a test",
    group: "Preview",
    icon: "flask-conical",
    enabled: (context) => {
      const able = editable(context);
      return able === true ? context.session?.preview.getState().result != null || "Preview the pipeline first." : able;
    },
    run: async ({ session }) => {
      const result = session?.preview.getState().result;
      if (session === null || result == null) return;
      const name = await freezePreview(session, result, "Preview");
      if (name === null) return;
      notify("info", `Frozen as the test “${name}”.`);
      showBottom("tests");
    },
  },
];

function hasTests({ session }: CommandContext): true | string {
  if (session === null) return "Open a pipeline first.";
  const { document } = readTests(session.document.getState().tests);
  return (document !== null && document.tests.size > 0) || "There are no tests yet.";
}
