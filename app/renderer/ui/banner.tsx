import "./banner.css";
import type { ReactNode } from "react";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";

export type BannerTone = "info" | "good" | "warn" | "bad";

const signs: Readonly<Record<BannerTone, IconName>> = {
  info: "info",
  good: "circle-check",
  warn: "triangle-alert",
  bad: "circle-alert",
};

export interface BannerProps {
  readonly tone?: BannerTone | undefined;
  readonly title?: string | undefined;
  readonly children?: ReactNode;
  /** Small buttons. */
  readonly actions?: ReactNode;
  readonly onDismiss?: (() => void) | undefined;
}

/** Stands in the flow of a view, says what is the case and what can be done. `bad` interrupts a screen reader, the others wait. */
export function Banner({ tone = "info", title, children, actions, onDismiss }: BannerProps) {
  return (
    <div className={`ui-banner ui-banner-${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={signs[tone]} className="ui-banner-sign" />
      <div className="ui-banner-text">
        {title !== undefined && <strong className="ui-banner-title">{title}</strong>}
        {children !== undefined && <div>{children}</div>}
      </div>
      {actions !== undefined && <div className="ui-banner-actions">{actions}</div>}
      {onDismiss !== undefined && <IconButton icon="x" label="Dismiss" size="small" onClick={onDismiss} />}
    </div>
  );
}
