import "./search-field.css";
import type { KeyboardEvent, Ref } from "react";
import type { ControlProps } from "./control-props.ts";
import { Icon } from "./icon.tsx";
import { Kbd } from "./kbd.tsx";
import { TextField } from "./text-field.tsx";

export interface SearchFieldProps extends ControlProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
  /** The key that brings one here, e.g. `/`. */
  readonly shortcut?: string | undefined;
  readonly loading?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly size?: "medium" | "small" | undefined;
  /** e.g. `3 of 12`. */
  readonly matches?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly ref?: Ref<HTMLInputElement> | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLInputElement>) => void) | undefined;
}

/** Escape empties it. */
export function SearchField({ value, onChange, shortcut, matches, onKeyDown, ref, ...rest }: SearchFieldProps) {
  const clear = value !== "" && (
    <button
      type="button"
      tabIndex={-1}
      className="ui-search-field-clear"
      aria-label="Clear the search"
      onClick={() => onChange("")}
    >
      <Icon name="x" size={12} />
    </button>
  );
  const end =
    value === "" ? (
      shortcut !== undefined && <Kbd keys={shortcut} />
    ) : (
      <>
        {matches}
        {clear}
      </>
    );
  return (
    <TextField
      aria-label={rest.placeholder}
      {...rest}
      {...(ref === undefined ? {} : { ref })}
      type="search"
      icon="search"
      value={value}
      onChange={onChange}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        if (event.key === "Escape" && value !== "" && !event.defaultPrevented) {
          event.preventDefault();
          event.stopPropagation();
          onChange("");
        }
      }}
      suffix={end === false ? undefined : end}
    />
  );
}
