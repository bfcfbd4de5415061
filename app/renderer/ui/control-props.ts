/** What every control takes, so that `<Field>` can name and describe it: spread what its child function is given. */
export interface ControlProps {
  readonly id?: string | undefined;
  readonly "aria-label"?: string | undefined;
  readonly "aria-labelledby"?: string | undefined;
  readonly "aria-describedby"?: string | undefined;
  readonly "aria-invalid"?: boolean | undefined;
  readonly "aria-required"?: boolean | undefined;
}

/** `true`, or the reason, which is shown as a tooltip. */
export type Disabled = boolean | string | undefined;

export function reasonOf(disabled: Disabled): string | undefined {
  return typeof disabled === "string" && disabled !== "" ? disabled : undefined;
}

export function isDisabled(disabled: Disabled): boolean {
  return disabled === true || reasonOf(disabled) !== undefined;
}

/** The control props out of larger props, for the element that carries the role. */
export function controlProps(props: ControlProps): ControlProps {
  return {
    id: props.id,
    "aria-label": props["aria-label"],
    "aria-labelledby": props["aria-labelledby"],
    "aria-describedby": props["aria-describedby"],
    "aria-invalid": props["aria-invalid"] === true ? true : undefined,
    "aria-required": props["aria-required"] === true ? true : undefined,
  };
}
