import "./tabs.css";
import { useEffect, useRef, type ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { isDisabled, type Disabled } from "./control-props.ts";
import { Count } from "./count.tsx";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";
import { moveFocus } from "./use-roving.ts";

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** A dot: changes that are not written yet. */
  readonly dirty?: boolean | undefined;
  readonly count?: number | undefined;
  readonly tone?: "neutral" | "good" | "warn" | "bad" | undefined;
  readonly disabled?: Disabled;
  readonly italic?: boolean | undefined;
}

export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  /** With it every tab can be closed: by its cross, the middle button, or Delete. */
  readonly onClose?: ((id: string) => void) | undefined;
  /** 44 pixels for documents, 34 for panels. */
  readonly size?: "large" | "small" | undefined;
  /** The id of the one `TabPanel` these tabs switch. */
  readonly panelId?: string | undefined;
  /** What stands after the tabs, e.g. a button that adds one. */
  readonly end?: ReactNode;
}

export function Tabs({ label, tabs, selected, onSelect, onClose, size = "large", panelId, end }: TabsProps) {
  const reachable = tabs.some((tab) => tab.id === selected) ? selected : tabs[0]?.id;
  return (
    <div className={classNames("ui-tabs", `ui-tabs-${size}`)}>
      <div
        role="tablist"
        aria-label={label}
        className="ui-tabs-list"
        onKeyDown={(event) => {
          const id = moveFocus(event, "[role=tab]", "horizontal")?.dataset["id"];
          if (id !== undefined) onSelect(id);
        }}
      >
        {tabs.map((tab) => (
          <OneTab
            key={tab.id}
            tab={tab}
            on={tab.id === selected}
            focusable={tab.id === reachable}
            panelId={panelId}
            onSelect={onSelect}
            onClose={onClose}
          />
        ))}
      </div>
      {end}
    </div>
  );
}

interface OneTabProps extends Pick<TabsProps, "onSelect" | "onClose" | "panelId"> {
  readonly tab: Tab;
  readonly on: boolean;
  readonly focusable: boolean;
}

function OneTab({ tab, on, focusable, panelId, onSelect, onClose }: OneTabProps) {
  const off = isDisabled(tab.disabled);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (on) button.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [on]);
  return (
    <button
      ref={button}
      type="button"
      role="tab"
      id={panelId === undefined ? undefined : tabIdOf(panelId, tab.id)}
      data-id={tab.id}
      aria-selected={on}
      aria-controls={on ? panelId : undefined}
      aria-disabled={off || undefined}
      aria-keyshortcuts={onClose === undefined ? undefined : "Delete"}
      tabIndex={focusable ? 0 : -1}
      className={classNames("ui-tabs-tab", tab.italic && "ui-tabs-italic", onClose !== undefined && "ui-tabs-closable")}
      onClick={() => {
        if (!off) onSelect(tab.id);
      }}
      onAuxClick={(event) => {
        if (event.button === 1) onClose?.(tab.id);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Delete" || onClose === undefined) return;
        const list = event.currentTarget.closest("[role=tablist]");
        onClose(tab.id);
        // The tab that had the focus may be gone; a dialog that asks first keeps it.
        requestAnimationFrame(() => {
          if (document.activeElement === document.body) list?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
        });
      }}
    >
      {tab.icon !== undefined && <Icon name={tab.icon} size={14} />}
      <span className="ui-tabs-label">{tab.label}</span>
      {tab.count !== undefined && <Count value={tab.count} tone={tab.tone} />}
      {(tab.dirty === true || onClose !== undefined) && (
        <span className="ui-tabs-end">
          {tab.dirty === true && <span className="ui-tabs-dot" role="img" aria-label="changed" />}
          {onClose !== undefined && (
            // A pointer's way only; the keyboard's is Delete, for a tab may hold no control of its own.
            <span
              className="ui-tabs-close"
              aria-hidden="true"
              data-close={tab.id}
              onClick={(event) => {
                event.stopPropagation();
                onClose(tab.id);
              }}
            >
              <Icon name="x" size={12} />
            </span>
          )}
        </span>
      )}
    </button>
  );
}

export interface TabPanelProps {
  readonly id: string;
  /** The id of the tab that is on. */
  readonly tab: string;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

export function TabPanel({ id, tab, className, children }: TabPanelProps) {
  return (
    <div
      role="tabpanel"
      id={id}
      aria-labelledby={tabIdOf(id, tab)}
      className={classNames("ui-tabs-panel", className)}
      tabIndex={-1}
    >
      {children}
    </div>
  );
}

function tabIdOf(panelId: string, tab: string): string {
  return `${panelId}-tab-${tab}`;
}
