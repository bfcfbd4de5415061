import "./icon.css";
import { classNames } from "./class-names.ts";
import { icons, type IconName } from "./icons.ts";

export interface IconProps {
  readonly name: IconName;
  /** Pixels; 16 when not given. */
  readonly size?: number | undefined;
  /** Only for an icon that says something no text beside it says. */
  readonly label?: string | undefined;
  readonly filled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** A lucide icon, 1.6 pixels of stroke at any size, in the colour of the text around it. */
export function Icon({ name, size = 16, label, filled = false, className }: IconProps) {
  const Drawing = icons[name];
  return (
    <Drawing
      className={classNames("ui-icon", filled && "ui-icon-filled", className)}
      size={size}
      strokeWidth={(1.6 * 20) / size}
      data-icon={name}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}
