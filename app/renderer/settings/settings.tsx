/** What a person sets for themselves. */
import { useStore } from "zustand";
import { host } from "../host/connect.ts";
import { preferencesStore, setPreference } from "../stores/preferences.ts";
import { openSheet } from "../stores/shell.ts";
import { workspaceStore } from "../stores/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Switch } from "../ui/switch.tsx";
import { Connections } from "./connections.tsx";
import { Secrets } from "./secrets.tsx";
import "./settings.css";

export function Settings() {
  const preferences = useStore(preferencesStore);
  const workspace = useStore(workspaceStore, (state) => state.workspace);
  return (
    <main className="settings" aria-label="Settings">
      <h1>Settings</h1>
      <section aria-labelledby="settings-look">
        <header className="settings-head">
          <h2 id="settings-look">Look</h2>
        </header>
        <div className="settings-card">
          <div className="settings-row">
            <span>Theme</span>
            <Segmented
              aria-label="Theme"
              value={preferences.theme}
              options={[
                { value: "system", label: "As the system" },
                { value: "dark", label: "Dark" },
                { value: "light", label: "Light" },
              ]}
              onChange={(theme) => setPreference(host, "theme", theme)}
            />
          </div>
          <div className="settings-row">
            <span>Snap to the grid while dragging</span>
            <Switch
              aria-label="Snap to the grid"
              checked={preferences.snap}
              onChange={(on) => setPreference(host, "snap", on)}
            />
          </div>
          <div className="settings-row">
            <span>Show the mini-map</span>
            <Switch
              aria-label="Show the mini-map"
              checked={preferences.minimap}
              onChange={(on) => setPreference(host, "minimap", on)}
            />
          </div>
          <div className="settings-row">
            <span>Keys</span>
            <Button variant="line" icon="keyboard" onClick={() => openSheet("shortcuts")}>
              Show and change
            </Button>
          </div>
        </div>
      </section>
      <Connections />
      <Secrets />
      <section aria-labelledby="settings-about">
        <header className="settings-head">
          <h2 id="settings-about">About</h2>
        </header>
        <div className="settings-card">
          <div className="settings-row">
            <span>Weir</span>
            <code>{workspace?.version ?? ""}</code>
          </div>
          <div className="settings-row">
            <span>Folder</span>
            <code>{workspace?.folder ?? ""}</code>
          </div>
        </div>
      </section>
    </main>
  );
}
