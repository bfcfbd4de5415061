/** What happens to files outside of the studio, brought into the open documents. */
import type { Host } from "../../../shared/protocol/host-api.ts";
import { shellStore } from "./shell.ts";
import { loadWorkspace, notify, workspaceStore } from "./workspace.ts";

/** `file` null: look at all that are open. */
export async function filesChanged(host: Host, file: string | null): Promise<void> {
  await loadWorkspace(host);
  const { sessions } = workspaceStore.getState();
  for (const [name, { document }] of sessions) {
    if (file !== null && file !== name) continue;
    const opened = await host.call("document.open", { file: name }).catch(() => null);
    if (opened === null) {
      notify("warning", `${name} is gone from the folder.`, "It stays open here; saving writes it again.");
      continue;
    }
    const before = document.getState();
    document.takeFile(opened);
    const after = document.getState();
    if (after.conflict !== null && before.conflict === null) {
      workspaceStore.setState({ active: name, view: "document" });
      shellStore.setState({ sheet: "conflict" });
    } else if (after.savedHash !== before.savedHash)
      notify("info", `${name} was changed outside and is shown as it is now.`);
  }
}
