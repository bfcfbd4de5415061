/** Where it runs, preview, run and stop. */
import { useStore } from "zustand";
import { commandContext, findCommand, runCommand } from "../commands/registry.ts";
import { environmentName, environmentStore } from "../stores/environments.ts";
import { runOf, runsStore } from "../stores/runs.ts";
import { workspaceStore } from "../stores/workspace.ts";
import type { Session } from "../stores/session.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";

const EMBEDDED = "embedded";

export function RunControls() {
  const session = useStore(workspaceStore, (state) => state.sessions.get(state.active ?? ""));
  return session === undefined ? null : <ControlsOf session={session} />;
}

function ControlsOf({ session }: { readonly session: Session }) {
  const { files, chosen } = useStore(environmentStore);
  const previewing = useStore(session.preview, ({ state }) => state === "running");
  // Whether it can run depends on the findings.
  useStore(session.analysis, ({ diagnostics }) => diagnostics);
  useStore(workspaceStore, ({ workspace }) => workspace?.trusted);
  const run = useStore(runsStore, (state) => runOf(state, session.document.getState().file)?.snapshot.state);
  const busy = run === "starting" || run === "stopping";
  const command = run === "running" || busy ? "run.stop" : "run.start";
  const able = findCommand(command)?.enabled(commandContext());
  return (
    <>
      <Select
        aria-label="Where it runs"
        value={chosen ?? EMBEDDED}
        options={[
          { value: EMBEDDED, label: "This computer" },
          ...files.map(({ file }) => ({ value: file, label: environmentName(file) })),
        ]}
        onChange={(value) => environmentStore.setState({ chosen: value === EMBEDDED ? null : value })}
        disabled={run === "running" || busy ? "Stop the run first." : false}
      />
      <Button
        variant="line"
        icon="eye"
        shortcut="Mod+Enter"
        loading={previewing}
        onClick={() => runCommand("preview.run")}
      >
        Preview
      </Button>
      <Button
        variant={command === "run.start" ? "primary" : "line"}
        icon={command === "run.start" ? "play" : "square"}
        iconFilled
        loading={busy}
        shortcut={command === "run.start" ? "Alt+R" : "Alt+S"}
        disabled={able === true || busy ? false : able}
        onClick={() => runCommand(command)}
      >
        {command === "run.start" ? "Run" : "Stop"}
      </Button>
    </>
  );
}
