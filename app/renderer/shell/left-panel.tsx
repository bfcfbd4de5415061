import { useStore } from "zustand";
import { Outline } from "../outline/outline.tsx";
import { Palette } from "../palette/palette.tsx";
import { shellStore } from "../stores/shell.ts";
import { TabPanel, Tabs } from "../ui/tabs.tsx";
import "./left-panel.css";

export function LeftPanel() {
  const left = useStore(shellStore, (state) => state.left);
  return (
    <div className="left-panel">
      <Tabs
        label="Left panel"
        size="small"
        tabs={[
          { id: "operators", label: "Operators" },
          { id: "outline", label: "Outline" },
        ]}
        selected={left}
        panelId="left"
        onSelect={(id) => shellStore.setState({ left: id === "outline" ? "outline" : "operators" })}
      />
      <TabPanel id="left" tab={left} className="left-panel-body">
        {left === "outline" ? <Outline /> : <Palette />}
      </TabPanel>
    </div>
  );
}
