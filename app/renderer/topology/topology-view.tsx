/** What will run: sub-topologies, topics between them, stores; as a picture, a list or text. Every part leads back to the node that it comes from. */
import { useMemo, useState } from "react";
import { describeTopology } from "../../../shared/topology/describe.ts";
import { useAnalysis, useSession } from "../stores/session.tsx";
import { notify, workspaceStore } from "../stores/workspace.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { showBottom } from "../commands/preview.ts";
import { TopologyList } from "./topology-list.tsx";
import { topologyModel } from "./topology-model.ts";
import { TopologyPicture } from "./topology-picture.tsx";
import "./topology-view.css";

type Form = "picture" | "list";

export function TopologyView() {
  const { selection } = useSession();
  const topology = useAnalysis((state) => state.topology);
  const last = useAnalysis((state) => state.lastTopology);
  const pending = useAnalysis((state) => state.pending);
  const [form, setForm] = useState<Form>("picture");
  const shown = topology ?? last;
  const model = useMemo(() => (shown === null ? null : topologyModel(shown)), [shown]);
  if (shown === null || model === null)
    return (
      <EmptyState
        icon="network"
        title={pending ? "Planning" : "Nothing can run yet"}
        actions={
          pending ? undefined : (
            <Button variant="line" onClick={() => showBottom("problems")}>
              Show the problems
            </Button>
          )
        }
      >
        The topology is what Kafka sees of the pipeline. It is there as soon as the pipeline has no errors.
      </EmptyState>
    );
  const show = (node: string): void => {
    workspaceStore.setState({ mode: "draw" });
    selection.show(node);
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(describeTopology(shown));
    notify("info", "The topology is copied as text.");
  };
  const internal = shown.topics.filter(({ role }) => role === "repartition" || role === "changelog").length;
  const stores = shown.subTopologies.reduce((sum, part) => sum + part.stores.length, 0);
  return (
    <section className="topology-view" aria-label="Topology">
      <header className="topology-view-bar">
        <Segmented<Form>
          size="small"
          aria-label="Form"
          value={form}
          options={[
            { value: "picture", label: "Picture", icon: "network" },
            { value: "list", label: "List", icon: "list" },
          ]}
          onChange={setForm}
        />
        <span className="topology-view-facts">
          {[
            plural(shown.subTopologies.length, "sub-topology", "sub-topologies"),
            plural(stores, "store", "stores"),
            plural(internal, "internal topic", "internal topics"),
          ].join(" · ")}
        </span>
        <Button size="small" icon="copy" onClick={() => void copy()}>
          Copy as text
        </Button>
      </header>
      {topology === null && (
        <Banner
          tone="warn"
          actions={
            <Button size="small" onClick={() => showBottom("problems")}>
              Show the problems
            </Button>
          }
        >
          The pipeline has errors now; this is how it was last planned.
        </Banner>
      )}
      {form === "picture" ? (
        <TopologyPicture model={model} stale={topology === null} onShow={show} />
      ) : (
        <TopologyList model={model} topology={shown} onShow={show} />
      )}
    </section>
  );
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
