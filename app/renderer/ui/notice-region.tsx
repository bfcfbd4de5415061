import "./notice-region.css";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Button, IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";
import { Sentence } from "./sentence.tsx";
import type { Notice, NoticeStore } from "./notices.ts";

const signs: Readonly<Record<Notice["tone"], IconName>> = {
  info: "info",
  good: "circle-check",
  warn: "triangle-alert",
  bad: "circle-alert",
};

/** One in a window, above the status bar. Time stands still while the pointer or the focus is on a notice. */
export function NoticeRegion({ store }: { readonly store: NoticeStore }) {
  const notices = useSyncExternalStore(store.subscribe, store.snapshot);
  const [held, setHeld] = useState(false);
  return (
    <section
      className="ui-notice-region"
      aria-label="Notices"
      aria-live="polite"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} held={held} onDismiss={() => store.dismiss(notice.id)} />
      ))}
    </section>
  );
}

interface OneNoticeProps {
  readonly notice: Notice;
  readonly held: boolean;
  readonly onDismiss: () => void;
}

function OneNotice({ notice, held, onDismiss }: OneNoticeProps) {
  const { timeoutMs, tone, text, detail, action } = notice;
  useEffect(() => {
    if (held || timeoutMs === null) return undefined;
    const timer = window.setTimeout(onDismiss, timeoutMs);
    return () => window.clearTimeout(timer);
    // `onDismiss` is new with each render; only time and holding count.
  }, [held, timeoutMs]);
  return (
    <div className={`ui-notice-region-item ui-notice-region-${tone}`} role={tone === "bad" ? "alert" : undefined}>
      <Icon name={signs[tone]} className="ui-notice-region-sign" />
      <div className="ui-notice-region-text">
        <Sentence>{text}</Sentence>
        {detail !== undefined && (
          <div className="ui-notice-region-detail">
            <Sentence>{detail}</Sentence>
          </div>
        )}
      </div>
      {action !== undefined && (
        <Button
          variant="line"
          size="small"
          onClick={() => {
            action.run();
            onDismiss();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon="x" label="Dismiss" size="small" onClick={onDismiss} />
    </div>
  );
}
