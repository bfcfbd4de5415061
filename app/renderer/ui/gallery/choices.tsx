import { useState } from "react";
import { IconButton } from "../button.tsx";
import { Checkbox } from "../checkbox.tsx";
import { Segmented } from "../segmented.tsx";
import { Switch } from "../switch.tsx";
import { TabPanel, Tabs, type Tab } from "../tabs.tsx";
import { Line, Section } from "./section.tsx";

const documents: readonly Tab[] = [
  { id: "late", label: "Late payments by country", dirty: true },
  { id: "cards", label: "Card velocity" },
  { id: "cdc", label: "Customers CDC", italic: true },
];
const panels: readonly Tab[] = [
  { id: "preview", label: "Preview" },
  { id: "problems", label: "Problems", count: 1, tone: "warn" },
  { id: "tests", label: "Tests", count: 6, tone: "good" },
  { id: "topology", label: "Topology", icon: "network" },
  { id: "topics", label: "Topics", disabled: true },
];

export function Choices() {
  const [keep, setKeep] = useState<"both" | "left" | "either">("left");
  const [view, setView] = useState<"draw" | "topology" | "run">("draw");
  const [open, setOpen] = useState(documents);
  const [document, setDocument] = useState("late");
  const [panel, setPanel] = useState("preview");
  const [some, setSome] = useState<boolean | "mixed">("mixed");
  const [on, setOn] = useState(true);
  const sides = [
    { value: "both", label: "both" },
    { value: "left", label: "left" },
    { value: "either", label: "either" },
  ] as const;
  return (
    <Section title="Choices">
      <Line name="segmented">
        <Segmented
          aria-label="View"
          value={view}
          onChange={setView}
          options={[
            { value: "draw", label: "Draw", icon: "pencil-line" },
            { value: "topology", label: "Topology", icon: "network" },
            { value: "run", label: "Run", icon: "activity", disabled: "Start the pipeline first." },
          ]}
        />
        <Segmented
          aria-label="Layout"
          iconsOnly
          size="small"
          value={view}
          onChange={setView}
          options={[
            { value: "draw", label: "Grid", icon: "layout-grid" },
            { value: "topology", label: "List", icon: "list" },
          ]}
        />
        <Segmented aria-label="Keep, disabled" disabled value="left" onChange={nothing} options={sides} />
      </Line>
      <Line name="fills" wide>
        <Segmented aria-label="Keep" fill value={keep} onChange={setKeep} options={sides} />
      </Line>
      <Line name="documents" wide>
        <div className="gallery-tabs">
          <Tabs
            label="Pipelines"
            tabs={open}
            selected={document}
            onSelect={setDocument}
            onClose={(id) => setOpen(open.filter((tab) => tab.id !== id))}
            end={<IconButton icon="plus" label="New pipeline" onClick={() => setOpen(documents)} />}
          />
        </div>
      </Line>
      <Line name="panels" wide>
        <PanelTabs panel={panel} onPanel={setPanel} />
      </Line>
      <Line name="checkbox">
        <Checkbox checked={on} onChange={setOn}>
          Exactly once
        </Checkbox>
        <Checkbox checked={false} onChange={nothing}>
          Off
        </Checkbox>
        <Checkbox checked={some} onChange={setSome}>
          Some
        </Checkbox>
        <Checkbox checked={false} onChange={nothing} aria-invalid>
          Wrong
        </Checkbox>
        <Checkbox checked disabled onChange={nothing}>
          Disabled
        </Checkbox>
        <Checkbox checked={false} disabled="Needs a key." onChange={nothing}>
          With a reason
        </Checkbox>
      </Line>
      <Line name="switch">
        <Switch checked={on} onChange={setOn}>
          Follow
        </Switch>
        <Switch checked={!on} onChange={(next) => setOn(!next)}>
          Off
        </Switch>
        <Switch checked loading onChange={nothing}>
          Saving
        </Switch>
        <Switch checked disabled onChange={nothing}>
          Disabled
        </Switch>
        <Switch checked={false} disabled="Only while it runs." onChange={nothing}>
          With a reason
        </Switch>
      </Line>
    </Section>
  );
}

let instances = 0;

function PanelTabs({ panel, onPanel }: { readonly panel: string; readonly onPanel: (id: string) => void }) {
  const [id] = useState(() => `gallery-panel-${(instances += 1)}`);
  return (
    <div className="gallery-tabs">
      <Tabs label="Panels" size="small" tabs={panels} selected={panel} onSelect={onPanel} panelId={id} />
      <TabPanel id={id} tab={panel} className="gallery-pane">
        The panel of {panel}
      </TabPanel>
    </div>
  );
}

function nothing(): void {}
