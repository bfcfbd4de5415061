/** What the selection is, and how it is set. */
import { useDocument, useSelection } from "../stores/session.tsx";

export function Inspector() {
  const selected = useSelection((state) => state.nodes);
  const [only] = selected.size === 1 ? selected : [];
  const node = useDocument((state) => (only === undefined ? undefined : state.head?.root.pipeline.nodes.get(only)));
  if (node === undefined) return <section className="inspector" aria-label="Inspector" />;
  return (
    <section className="inspector" aria-label="Inspector">
      <h2>{node.name}</h2>
      <pre>{JSON.stringify(node.config, null, 2)}</pre>
    </section>
  );
}
