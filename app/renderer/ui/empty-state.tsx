import "./empty-state.css";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";

export interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  /** One or two sentences: why it is empty, and what fills it. */
  readonly children: ReactNode;
  /** The buttons that fill it, the primary one first. */
  readonly actions?: ReactNode;
  /** `small` for a panel, `large` for a view. */
  readonly size?: "small" | "large" | undefined;
  /** Below the actions: a picture, a hint, a link to help. */
  readonly aside?: ReactNode;
}

export function EmptyState({ icon, title, children, actions, size = "large", aside }: EmptyStateProps) {
  return (
    <div className={classNames("ui-empty-state", `ui-empty-state-${size}`)}>
      <span className="ui-empty-state-icon">
        <Icon name={icon} size={size === "large" ? 22 : 18} />
      </span>
      <p className="ui-empty-state-title">{title}</p>
      <div className="ui-empty-state-text">{children}</div>
      {actions !== undefined && <div className="ui-empty-state-actions">{actions}</div>}
      {aside !== undefined && <div className="ui-empty-state-aside">{aside}</div>}
    </div>
  );
}
