/** What pages may do, for every window and whatever is shown in it: no permissions, no other addresses, no windows of their own, nothing from outside. */
import type { Session, WebContents } from "electron";
import { isAppUrl, type ElectronParts } from "./electron-parts.ts";

/** Hosts that help pages and notes may lead to; they open in the person's browser. */
const externalHosts: ReadonlySet<string> = new Set([
  "kafka.apache.org",
  "cwiki.apache.org",
  "github.com",
  "debezium.io",
  "strimzi.io",
]);

export function mayOpenOutside(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === "https:" &&
    url.port === "" &&
    url.username === "" &&
    url.password === "" &&
    externalHosts.has(url.hostname)
  );
}

export function applyWebRules({ app, shell }: Pick<ElectronParts, "app" | "shell">, log: (line: string) => void): void {
  app.on("web-contents-created", (_event, contents) => restrictContents(contents, shell, log));
}

function restrictContents(contents: WebContents, shell: ElectronParts["shell"], log: (line: string) => void): void {
  // A page that was opened once stays; loading it again is no navigation.
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url))
      shell.openExternal(url).catch((error: unknown) => log(`A link cannot be opened: ${String(error)}`));
    return { action: "deny" };
  });
}

/** The one thing that is allowed is to put text on the clipboard. */
export function restrictSession(session: Session): void {
  const allowed = (permission: string, address: string): boolean =>
    permission === "clipboard-sanitized-write" && isAppUrl(address);
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(allowed(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  // The policy of the page says so as well; this also holds for what is no page.
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isLocal(details.url) }));
  session.on("will-download", (event, item) => {
    if (!item.getURL().startsWith("blob:app://weir/")) event.preventDefault();
  });
}

function isLocal(address: string): boolean {
  return isAppUrl(address) || /^(?:devtools:|blob:app:\/\/weir\/|data:)/.test(address);
}
