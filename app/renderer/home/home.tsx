/** The library: pipelines of the folder, templates, what was open last. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { PipelineFile, Template, Workspace } from "../../../shared/protocol/host-api.ts";
import { runCommand } from "../commands/registry.ts";
import { host } from "../host/connect.ts";
import { loadWorkspace, notifyError, openFile, workspaceStore } from "../stores/workspace.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { rank } from "../commands/rank.ts";
import { FileMenu } from "./file-menu.tsx";
import { TemplateCard } from "./template-card.tsx";
import { shortTime } from "./short-time.ts";
import "./home.css";

export function Home() {
  const workspace = useStore(workspaceStore, (state) => state.workspace);
  const [query, setQuery] = useState("");
  const [templates, setTemplates] = useState<readonly Template[] | null>(null);
  useEffect(() => {
    host.call("workspace.templates", {}).then(setTemplates, notifyError);
    loadWorkspace(host).catch(notifyError);
  }, []);
  return (
    <main className="home" aria-label="Library">
      <header className="home-head">
        <div>
          <h1>{workspace?.name ?? " "}</h1>
          <p className="home-folder">{workspace?.folder ?? " "}</p>
        </div>
        <SearchField value={query} onChange={setQuery} placeholder="Find a pipeline or template" />
        <Button variant="line" icon="folder-open" shortcut="Alt+O" onClick={() => runCommand("file.openFolder")}>
          Open a folder
        </Button>
        <Button variant="primary" icon="plus" shortcut="Alt+N" onClick={() => runCommand("file.new")}>
          New pipeline
        </Button>
      </header>
      <section aria-labelledby="home-pipelines">
        <h2 id="home-pipelines">Pipelines</h2>
        <Pipelines workspace={workspace} query={query} />
      </section>
      <section aria-labelledby="home-templates">
        <h2 id="home-templates">
          Templates <span>each previews on generated records as soon as it is open</span>
        </h2>
        {templates === null ? (
          <Skeleton label="Reading the templates" lines={3} />
        ) : (
          <div className="home-templates">
            {rank(templates, query, (template) => `${template.title} ${template.tags.join(" ")}`).map((template) => (
              <TemplateCard key={template.id} template={template} />
            ))}
          </div>
        )}
      </section>
    </main>
  );
}

function Pipelines({ workspace, query }: { readonly workspace: Workspace | null; readonly query: string }) {
  if (workspace === null) return <Skeleton label="Reading the folder" lines={4} />;
  if (workspace.pipelines.length === 0)
    return (
      <EmptyState
        size="small"
        icon="workflow"
        title="No pipelines in this folder yet"
        actions={
          <Button variant="line" icon="plus" onClick={() => runCommand("file.new")}>
            New pipeline
          </Button>
        }
      >
        Start with an empty one, or open a template below: it is copied into this folder as a file that you can review
        and commit.
      </EmptyState>
    );
  const newestFirst = workspace.pipelines.toSorted((a, b) => b.changedAtMs - a.changedAtMs);
  return (
    <ul className="home-pipelines">
      {rank(newestFirst, query, ({ name, file }) => `${name} ${file}`).map((pipeline) => (
        <PipelineRow key={pipeline.file} pipeline={pipeline} />
      ))}
    </ul>
  );
}

function PipelineRow({ pipeline: { file, name, nodes, changedAtMs, unsaved } }: { readonly pipeline: PipelineFile }) {
  return (
    <li>
      <button type="button" className="home-pipeline" onClick={() => void openFile(host, file)}>
        <b title={name.length > 60 ? name : undefined}>
          <bdi dir="ltr">{name}</bdi>
        </b>
        {unsaved && <Badge>not saved</Badge>}
        <span className="home-file">{file}</span>
        <span className="home-figure">
          {nodes === null ? "cannot be read" : nodes === 1 ? "1 node" : `${nodes} nodes`}
        </span>
        <time dateTime={new Date(changedAtMs).toISOString()}>{shortTime(changedAtMs)}</time>
      </button>
      <FileMenu file={file} name={name} />
    </li>
  );
}
