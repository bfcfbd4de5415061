import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { must } from "../../shared/assert.ts";
import { host } from "./host/connect.ts";
import { tellFailures } from "./run/tell-failures.ts";
import { App } from "./shell/app.tsx";
import { applyTheme, loadPreferences, preferencesStore } from "./stores/preferences.ts";
import { watchEnvironments } from "./stores/environments.ts";
import { filesChanged } from "./stores/outside.ts";
import { loadRuns, takeRunEvent } from "./stores/runs.ts";
import { loadWorkspace, notifyError, workspaceStore } from "./stores/workspace.ts";
import "./theme/theme.css";

host.subscribe((event) => {
  takeRunEvent(event);
  if (event.event === "files") filesChanged(host, event.file).catch(notifyError);
  if (event.event === "trouble") workspaceStore.setState({ trouble: event.trouble });
  if (event.event === "connection") workspaceStore.setState({ connected: event.connected });
});
preferencesStore.subscribe(({ theme }) => applyTheme(theme));
applyTheme(preferencesStore.getState().theme);
Promise.all([loadPreferences(host), loadWorkspace(host), loadRuns(host)]).catch(notifyError);
watchEnvironments(host, (load) =>
  workspaceStore.subscribe(({ workspace }, before) => {
    if (workspace?.trusted === true && before.workspace?.trusted !== true) load();
  }),
);
tellFailures();

createRoot(must(document.querySelector("#app"), "the page's root")).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
