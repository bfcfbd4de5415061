import { Button, IconButton } from "../button.tsx";
import { MenuButton } from "../menu.tsx";
import { Line, Section } from "./section.tsx";

const variants = ["primary", "line", "quiet", "danger"] as const;
const states = ["hover", "active", "focus-visible"] as const;

export function Buttons() {
  return (
    <Section title="Button">
      {variants.map((variant) => (
        <Line key={variant} name={variant}>
          <Button variant={variant} icon={variant === "danger" ? "trash-2" : "play"} iconFilled={variant === "primary"}>
            {variant === "danger" ? "Delete" : "Run"}
          </Button>
          {states.map((state) => (
            <Button key={state} variant={variant} data-state={state}>
              {state === "focus-visible" ? "Focus" : state === "hover" ? "Hover" : "Active"}
            </Button>
          ))}
          <Button variant={variant} loading>
            Preview
          </Button>
          <Button variant={variant} disabled>
            Disabled
          </Button>
          <Button variant={variant} disabled="Choose a topic first.">
            With a reason
          </Button>
        </Line>
      ))}
      <Line name="small">
        {variants.map((variant) => (
          <Button key={variant} variant={variant} size="small" icon="plus">
            Add a field
          </Button>
        ))}
      </Line>
      <Line name="icon only">
        <IconButton icon="undo-2" label="Undo" shortcut="Mod+Z" />
        <IconButton icon="redo-2" label="Redo" shortcut="Mod+Shift+Z" disabled="Nothing to redo." />
        <IconButton icon="maximize" label="Fit the graph" aria-pressed="true" />
        <IconButton icon="eye" label="Preview" variant="line" />
        <IconButton icon="play" iconFilled label="Run" variant="primary" />
        <IconButton icon="refresh-cw" label="Sample again" loading />
        <IconButton icon="plus" label="Zoom in" size="small" />
        <IconButton icon="minus" label="Zoom out" size="small" data-state="hover" />
        <IconButton icon="copy" label="Copy" size="small" data-state="focus-visible" />
      </Line>
      <Line name="menu">
        <MenuButton
          label="Environment"
          variant="line"
          items={[{ id: "local", label: "local", checked: true, onSelect: nothing }]}
        >
          local
        </MenuButton>
        <MenuButton label="More actions" iconOnly items={[{ id: "copy", label: "Copy", onSelect: nothing }]} />
        <Button variant="line" iconEnd="external-link">
          Open help
        </Button>
      </Line>
    </Section>
  );
}

function nothing(): void {}
