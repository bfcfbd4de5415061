/** Opening a folder executes and connects nothing; a person says when it may. */
import { useStore } from "zustand";
import { host } from "../host/connect.ts";
import { loadEnvironments } from "../stores/environments.ts";
import { notifyError, workspaceStore } from "../stores/workspace.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";

export function TrustBanner() {
  const workspace = useStore(workspaceStore, (state) => state.workspace);
  if (workspace === null || workspace.trusted) return null;
  const trust = async (): Promise<void> => {
    workspaceStore.setState({ workspace: await host.call("workspace.trust", { trusted: true }) });
    await loadEnvironments(host);
  };
  return (
    <Banner
      tone="info"
      title={`Do you trust the files in ${workspace.name}?`}
      actions={
        <Button size="small" variant="line" onClick={() => void trust().catch(notifyError)}>
          Trust this folder
        </Button>
      }
    >
      Until then pipelines can be drawn and previewed, and nothing of them runs or connects anywhere.
    </Banner>
  );
}
