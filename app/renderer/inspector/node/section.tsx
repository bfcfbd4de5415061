/** A part of the inspector with a head: what it is, what it is now, and what else can be done. */
import type { ReactNode } from "react";
import { Icon } from "../../ui/icon.tsx";
import { MenuButton, type MenuEntry } from "../../ui/menu.tsx";
import "./section.css";

export interface SectionProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly menu?: readonly MenuEntry[] | undefined;
  readonly pointer?: string | undefined;
  readonly children?: ReactNode;
}

export function Section({ title, note, help, error, menu = [], pointer, children }: SectionProps) {
  return (
    <section className="inspector-section" aria-label={title} data-pointer={pointer}>
      <header className="inspector-section-head">
        <h3 className="inspector-section-title">{title}</h3>
        {note !== undefined && <span className="inspector-section-note">{note}</span>}
        {menu.length > 0 && (
          <MenuButton size="small" icon="ellipsis" iconOnly label={`More for ${title}`} items={menu} />
        )}
      </header>
      {children}
      {error !== undefined ? (
        <p className="inspector-section-error" role="status">
          <Icon name="circle-alert" size={12} />
          {error}
        </p>
      ) : (
        help !== undefined && <p className="inspector-section-help">{help}</p>
      )}
    </section>
  );
}
