const focusable = "input, select, textarea, button:not([tabindex='-1']), a[href], [role^=menuitem], [tabindex='0']";

/**
 * What gets the focus when something opens over the page: `data-autofocus` first (controls set it for `autoFocus`), then what can be focused in the first of `areas` that has
 * such a thing. React's `autoFocus` acts before the thing is shown, so it cannot serve.
 */
export function focusFirst(host: HTMLElement, areas: readonly string[]): void {
  const wanted = host.querySelector<HTMLElement>("[data-autofocus]");
  const candidates = areas.flatMap((area) => [...host.querySelectorAll<HTMLElement>(`:is(${area}) :is(${focusable})`)]);
  const first = candidates.find((element) => !element.matches(":disabled, [aria-disabled=true]"));
  (wanted ?? first ?? host).focus({ preventScroll: true });
}
