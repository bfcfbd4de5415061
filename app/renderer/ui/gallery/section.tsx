import type { ReactNode } from "react";

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="gallery-section" data-section={title}>
      <h2 className="gallery-heading">{title}</h2>
      <div className="gallery-body">{children}</div>
    </section>
  );
}

/** One line of controls with what it shows at the left. */
export function Line({
  name,
  wide,
  children,
}: {
  readonly name: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className="gallery-line">
      <span className="gallery-name">{name}</span>
      <div className={wide === true ? "gallery-wide" : "gallery-items"}>{children}</div>
    </div>
  );
}
