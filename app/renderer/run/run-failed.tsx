/** Why a run failed, what to do, and the way to where. */
import type { RunFailure } from "../../../shared/protocol/run.ts";
import { showBottom } from "../commands/preview.ts";
import { useDocument, useSession } from "../stores/session.tsx";
import { workspaceStore } from "../stores/workspace.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";

const FINDINGS = 3;

export function RunFailed({ failure: { code, message, hint, node, diagnostics } }: { readonly failure: RunFailure }) {
  const { selection } = useSession();
  const name = useDocument((state) => (node === null ? undefined : state.head?.root.pipeline.nodes.get(node)?.name));
  const others = diagnostics.filter((finding) => finding.message !== message);
  const show = (id: string): void => {
    workspaceStore.setState({ mode: "draw" });
    selection.show(id);
  };
  return (
    <Banner
      tone="bad"
      title={message}
      actions={
        <>
          {node !== null && name !== undefined && (
            <Button size="small" variant="line" icon="crosshair" onClick={() => show(node)}>
              Show {name}
            </Button>
          )}
          <Button size="small" variant="line" onClick={() => showBottom("logs")}>
            Show the log
          </Button>
        </>
      }
    >
      {hint}
      {others.slice(0, FINDINGS).map((finding) => (
        <p key={`${finding.node ?? ""}${finding.message}`}>{finding.message}</p>
      ))}
      {others.length > FINDINGS && <p>{others.length - FINDINGS} more are among the problems.</p>}
      <span className="run-view-code">{code}</span>
    </Banner>
  );
}
