/** The library: pipelines of the folder, templates, what was open last. */
import { useStore } from "zustand";
import { host } from "../host/connect.ts";
import { openFile, workspaceStore } from "../stores/workspace.ts";

export function Home() {
  const workspace = useStore(workspaceStore, (state) => state.workspace);
  return (
    <main className="home">
      <h1>{workspace?.name}</h1>
      <ul>
        {workspace?.pipelines.map(({ file, name }) => (
          <li key={file}>
            <button type="button" onClick={() => void openFile(host, file)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}
