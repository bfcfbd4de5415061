/** Records on edges, from the last preview. */
import { usePreview, useSelection } from "../stores/session.tsx";

export function PreviewPanel() {
  const { state, result, error } = usePreview((preview) => preview);
  const selected = useSelection((selection) => selection.edges);
  if (state === "failed") return <p role="alert">{error?.message}</p>;
  if (result === null) return <p>{state === "running" ? "Previewing" : "No preview yet"}</p>;
  const edges = Object.entries(result.edges).filter(([id]) => selected.size === 0 || selected.has(id));
  return (
    <div className="preview-panel">
      {edges.map(([id, { count, rows }]) => (
        <details key={id}>
          <summary>
            {id}: {count}
          </summary>
          <pre>{rows.slice(0, 20).map((row) => `${row.key ?? "null"} ${row.value ?? "null"}\n`)}</pre>
        </details>
      ))}
    </div>
  );
}
