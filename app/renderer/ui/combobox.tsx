import "./combobox.css";
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { classNames } from "./class-names.ts";
import { filterOptions, type ComboboxOption } from "./combobox-options.ts";
import { isDisabled, type ControlProps, type Disabled } from "./control-props.ts";
import { Icon } from "./icon.tsx";
import { TextField } from "./text-field.tsx";
import { useFloating } from "./use-floating.ts";

export type { ComboboxOption } from "./combobox-options.ts";

export interface ComboboxProps extends ControlProps {
  readonly value: string | undefined;
  readonly options: readonly ComboboxOption[];
  readonly onChange: (value: string) => void;
  readonly placeholder?: string | undefined;
  /** Any text may be taken, such as a topic that does not exist yet. */
  readonly allowCustom?: boolean | undefined;
  readonly loading?: boolean | undefined;
  readonly mono?: boolean | undefined;
  readonly size?: "medium" | "small" | undefined;
  readonly disabled?: Disabled;
  /** Said when nothing matches. */
  readonly emptyText?: string | undefined;
  readonly className?: string | undefined;
}

/** A field that searches its list. Down opens, Enter takes, Escape leaves the value as it was. */
export function Combobox({
  value,
  options,
  onChange,
  placeholder,
  allowCustom = false,
  loading,
  mono,
  size,
  disabled,
  emptyText = "Nothing matches",
  className,
  ...names
}: ComboboxProps) {
  const listId = useId();
  const host = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState<string>();
  const [open, setOpen] = useState(false);
  const [activeValue, setActiveValue] = useState<string>();
  const { shown, more } = filterOptions(options, typed ?? "");
  const usable = shown.filter((option) => option.disabled !== true);
  const active =
    usable.find((option) => option.value === activeValue) ??
    (allowCustom && typed !== undefined ? undefined : (usable.find((option) => option.value === value) ?? usable[0]));
  const custom =
    allowCustom &&
    typed !== undefined &&
    typed.trim() !== "" &&
    !options.some((option) => option.value === typed.trim());

  const close = (): void => {
    setOpen(false);
    setTyped(undefined);
    setActiveValue(undefined);
  };
  const take = (next: string | undefined): void => {
    if (next !== undefined && next !== value) onChange(next);
    close();
  };
  const step = (by: number): void => {
    if (!open) return setOpen(true);
    const at = active === undefined ? (by > 0 ? -1 : 0) : usable.indexOf(active);
    setActiveValue(usable[(at + by + usable.length) % usable.length]?.value);
  };
  const keyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (isDisabled(disabled)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      take(active?.value ?? (custom ? typed?.trim() : undefined));
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return (
    <div ref={host} className={classNames("ui-combobox", className)}>
      <TextField
        {...names}
        role="combobox"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && active !== undefined ? optionId(listId, active.value) : undefined}
        value={typed ?? labelOf(options, value)}
        placeholder={placeholder}
        mono={mono}
        size={size}
        disabled={disabled}
        loading={loading}
        onChange={(text) => {
          setTyped(text);
          setActiveValue(undefined);
          setOpen(true);
        }}
        onClick={() => {
          if (!isDisabled(disabled)) setOpen(true);
        }}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => (custom ? take(typed?.trim()) : close())}
        onKeyDown={keyDown}
        suffix={<Icon name="chevrons-up-down" size={14} />}
      />
      {open && (
        <List
          id={listId}
          host={host}
          label={names["aria-label"] ?? placeholder ?? "Options"}
          options={shown}
          more={more}
          active={active?.value}
          value={value}
          loading={loading}
          emptyText={custom ? `Enter takes ${typed?.trim() ?? ""}` : emptyText}
          onTake={take}
          onPoint={setActiveValue}
        />
      )}
    </div>
  );
}

interface ListProps {
  readonly id: string;
  readonly host: RefObject<HTMLDivElement | null>;
  readonly label: string;
  readonly options: readonly ComboboxOption[];
  readonly more: number;
  readonly active: string | undefined;
  readonly value: string | undefined;
  readonly loading: boolean | undefined;
  readonly emptyText: string;
  readonly onTake: (value: string) => void;
  readonly onPoint: (value: string) => void;
}

function List({ id, host, label, options, more, active, value, loading, emptyText, onTake, onPoint }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    element.style.minWidth = `${host.current?.offsetWidth ?? 0}px`;
    element.showPopover();
    return () => element.hidePopover();
  }, [host]);
  useFloating(list, host, "bottom-start");
  useLayoutEffect(() => {
    list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const groups = [...Map.groupBy(options, (option) => option.group ?? "")];
  return (
    // The field keeps the focus: a press on the list must not take it.
    <div
      ref={list}
      popover="manual"
      className="ui-combobox-list"
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      <div role="listbox" id={id} aria-label={label}>
        {groups.map(([group, members]) => {
          const items = members.map((option) => (
            <Option
              key={option.value}
              id={optionId(id, option.value)}
              option={option}
              active={option.value === active}
              chosen={option.value === value}
              onTake={onTake}
              onPoint={onPoint}
            />
          ));
          if (group === "") return items;
          return (
            <div key={group} role="group" aria-label={group}>
              <div className="ui-combobox-group" aria-hidden="true">
                {group}
              </div>
              {items}
            </div>
          );
        })}
      </div>
      {options.length === 0 && (
        <div className="ui-combobox-note" role="status">
          {loading === true ? "Loading" : emptyText}
        </div>
      )}
      {more > 0 && <div className="ui-combobox-note">{more} more; type to narrow</div>}
    </div>
  );
}

interface OptionProps extends Pick<ListProps, "onTake" | "onPoint"> {
  readonly id: string;
  readonly option: ComboboxOption;
  readonly active: boolean;
  readonly chosen: boolean;
}

function Option({ id, option, active, chosen, onTake, onPoint }: OptionProps) {
  return (
    <div
      role="option"
      id={id}
      aria-selected={chosen}
      aria-disabled={option.disabled || undefined}
      data-active={active || undefined}
      className="ui-combobox-option"
      onPointerMove={() => {
        if (option.disabled !== true) onPoint(option.value);
      }}
      onClick={() => {
        if (option.disabled !== true) onTake(option.value);
      }}
    >
      {option.icon !== undefined && <Icon name={option.icon} />}
      <span className="ui-combobox-label">{option.label}</span>
      {option.detail !== undefined && <span className="ui-combobox-detail">{option.detail}</span>}
      <span className="ui-combobox-check">{chosen && <Icon name="check" size={14} />}</span>
    </div>
  );
}

function labelOf(options: readonly ComboboxOption[], value: string | undefined): string {
  return options.find((option) => option.value === value)?.label ?? value ?? "";
}

function optionId(listId: string, value: string): string {
  return `${listId}-${value.replaceAll(/\s/g, "_")}`;
}
