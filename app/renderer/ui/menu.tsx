import "./menu.css";
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { Button, IconButton, type ButtonLook } from "./button.tsx";
import { isDisabled, reasonOf, type Disabled } from "./control-props.ts";
import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";
import { ariaKeys, keyText } from "./key-text.ts";
import type { Placement } from "./place.ts";
import { Popover, usePopover } from "./popover.tsx";
import type { Anchor } from "./use-floating.ts";
import { moveFocus } from "./use-roving.ts";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** e.g. `Mod+D`; shown only, the command binds it. */
  readonly shortcut?: string | undefined;
  /** Quiet text at the right, in place of a shortcut. */
  readonly detail?: string | undefined;
  /** Given, the item is a check mark. */
  readonly checked?: boolean | undefined;
  readonly danger?: boolean | undefined;
  /** A reason is shown below the label. */
  readonly disabled?: Disabled;
  readonly onSelect: () => void;
}
export type MenuEntry = MenuItem | { readonly separator: true } | { readonly heading: string };

export interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuEntry[];
  readonly open: boolean;
  readonly onClose: () => void;
  /** A button, or the point of a context menu. */
  readonly anchor: Anchor;
  readonly placement?: Placement | undefined;
}

/** Arrows, Home, End and letters move; Enter and Space choose; Escape and Tab close. */
export function Menu({ label, items, open, onClose, anchor, placement }: MenuProps) {
  return (
    <Popover
      open={open}
      onClose={onClose}
      anchor={anchor}
      placement={placement}
      label={label}
      role="menu"
      className="ui-menu"
    >
      <Entries items={items} onClose={onClose} />
    </Popover>
  );
}

function Entries({ items, onClose }: Pick<MenuProps, "items" | "onClose">) {
  const letters = useRef({ text: "", atMs: 0 });
  const keyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === "Tab") {
      event.preventDefault();
      onClose();
    } else if (
      moveFocus(event, itemSelector, "vertical") === undefined &&
      event.key.length === 1 &&
      event.key !== " " &&
      !event.ctrlKey &&
      !event.metaKey
    ) {
      const { text, atMs } = letters.current;
      const typed = (event.timeStamp - atMs < 600 ? text : "") + event.key.toLowerCase();
      letters.current = { text: typed, atMs: event.timeStamp };
      const all = [...event.currentTarget.querySelectorAll<HTMLElement>(itemSelector)];
      all.find((item) => item.dataset["text"]?.startsWith(typed))?.focus();
    }
  };
  return (
    <div role="none" className="ui-menu-list" onKeyDown={keyDown}>
      {items.map((entry, index) =>
        "separator" in entry ? (
          <div key={index} role="separator" className="ui-menu-separator" />
        ) : "heading" in entry ? (
          <div key={index} role="presentation" className="ui-menu-heading">
            {entry.heading}
          </div>
        ) : (
          <Item key={entry.id} item={entry} onClose={onClose} />
        ),
      )}
    </div>
  );
}

const itemSelector = "[role^=menuitem]";

function Item({ item, onClose }: { readonly item: MenuItem; readonly onClose: () => void }) {
  const off = isDisabled(item.disabled);
  const reason = reasonOf(item.disabled);
  const end = item.shortcut === undefined ? item.detail : keyText(item.shortcut);
  return (
    <button
      type="button"
      role={item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
      aria-checked={item.checked}
      aria-disabled={off || undefined}
      aria-keyshortcuts={item.shortcut === undefined ? undefined : ariaKeys(item.shortcut)}
      data-text={item.label.toLowerCase()}
      tabIndex={-1}
      className={classNames("ui-menu-item", item.danger && "ui-menu-danger")}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        if (off) return;
        onClose();
        item.onSelect();
      }}
    >
      <span className="ui-menu-icon">
        {item.checked === true ? (
          <Icon name="check" size={14} />
        ) : (
          item.icon !== undefined && <Icon name={item.icon} size={16} />
        )}
      </span>
      <span className="ui-menu-label">
        {item.label}
        {reason !== undefined && <span className="ui-menu-reason">{reason}</span>}
      </span>
      {end !== undefined && (
        <span className="ui-menu-end" aria-hidden={item.shortcut !== undefined || undefined}>
          {end}
        </span>
      )}
    </button>
  );
}

export interface MenuButtonProps extends ButtonLook {
  readonly label: string;
  readonly items: readonly MenuEntry[];
  readonly icon?: IconName | undefined;
  /** Only the icon; the label becomes its name. */
  readonly iconOnly?: boolean | undefined;
  readonly placement?: Placement | undefined;
  /** What the label has now, e.g. `local`; the name is then both. */
  readonly children?: ReactNode;
}

export function MenuButton({ label, items, icon, iconOnly, placement, children, ...look }: MenuButtonProps) {
  const menu = usePopover("menu");
  return (
    <>
      {iconOnly === true ? (
        <IconButton {...look} {...menu.trigger} icon={icon ?? "ellipsis"} label={label} />
      ) : (
        <Button {...look} {...menu.trigger} icon={icon} iconEnd="chevron-down">
          {children === undefined ? (
            label
          ) : (
            <>
              <span className="visually-hidden">{label} </span>
              {children}
            </>
          )}
        </Button>
      )}
      <Menu
        label={label}
        items={items}
        open={menu.open}
        onClose={() => menu.setOpen(false)}
        anchor={menu.anchor}
        placement={placement}
      />
    </>
  );
}
