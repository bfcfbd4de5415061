/** Every finding about the pipeline; a click leads to the field. */
import { useAnalysis, useSession } from "../stores/session.tsx";

export function Problems() {
  const { selection } = useSession();
  const diagnostics = useAnalysis((state) => state.diagnostics);
  return (
    <ul className="problems">
      {diagnostics.map((diagnostic, index) => (
        <li key={index}>
          <button
            type="button"
            onClick={() => diagnostic.node !== undefined && selection.show(diagnostic.node, diagnostic.pointer)}
          >
            {diagnostic.severity}: {diagnostic.message}
          </button>
        </li>
      ))}
    </ul>
  );
}
