/** What running the pipeline takes, from its plan. */
import type { Pipeline } from "../../../../shared/pipeline/pipeline.ts";
import { useAnalysis } from "../../stores/session.tsx";
import { Section } from "../node/section.tsx";

export function Facts({ pipeline }: { readonly pipeline: Pipeline }) {
  const topology = useAnalysis((state) => state.topology ?? state.lastTopology);
  const stale = useAnalysis((state) => state.topology === null);
  if (topology === null) return <Section title="Plan" note="when nothing is in error" />;
  const topics = (role: string): string => String(topology.topics.filter((topic) => topic.role === role).length);
  const stores = topology.subTopologies.reduce((sum, part) => sum + part.stores.length, 0);
  return (
    <Section title="Plan" note={stale ? "of the last version without errors" : undefined}>
      <dl className="facts">
        <dt>Parts that run by themselves</dt>
        <dd>{topology.subTopologies.length}</dd>
        <dt>Topics read, written</dt>
        <dd>
          {topics("source")}, {topics("sink")}
        </dd>
        <dt>Topics of its own</dt>
        <dd>{topology.topics.filter(({ role }) => role !== "source" && role !== "sink").length}</dd>
        <dt>State stores</dt>
        <dd>{stores}</dd>
        <dt>Operators</dt>
        <dd>{pipeline.operators.size}</dd>
      </dl>
    </Section>
  );
}
