/** The two channels between windows and the host: `weir:call` in, `weir:event` out. */
import type { IpcMainInvokeEvent, WebContents } from "electron";
import { WeirError } from "../../shared/errors.ts";
import type { HostEvent } from "../../shared/protocol/host-api.ts";
import type { HostAnswer, StudioHost } from "../host/create-host.ts";
import { makeFailure } from "../host/failure.ts";
import { bodyLimit } from "../host/server/body.ts";
import { isAppUrl, type ElectronParts } from "./electron-parts.ts";
import { jsonSize } from "./plain-json.ts";

export const callChannel = "weir:call";
export const eventChannel = "weir:event";

/** The host checks method and parameters; this checks who asks, and how much it is. */
export function answerCalls(
  { ipcMain }: Pick<ElectronParts, "ipcMain">,
  host: () => Promise<Pick<StudioHost, "call">>,
  isOurs: (contents: WebContents) => boolean,
): void {
  ipcMain.handle(callChannel, async (event, method: unknown, params: unknown): Promise<HostAnswer> => {
    if (!isOurs(event.sender) || !comesFromMainFrame(event))
      return refuse("HOST_0002", "The request does not come from the studio's own page.");
    if (typeof method !== "string" || method.length > 100 || jsonSize(params, bodyLimit) > bodyLimit)
      return refuse("HOST_0001", "The request is too large, or not understood.");
    return await (await host()).call(method, params);
  });
}

/** A frame that has gone or been replaced since has no right to an answer. */
function comesFromMainFrame({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  return (
    senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.parent === null && isAppUrl(senderFrame.url)
  );
}

function refuse(code: "HOST_0001" | "HOST_0002", message: string): HostAnswer {
  return { failure: makeFailure(new WeirError(code, message, { hint: "Close the window, and open it again." })) };
}

export function sendEvent(contents: Pick<WebContents, "isDestroyed" | "send">, event: HostEvent): void {
  if (!contents.isDestroyed()) contents.send(eventChannel, event);
}
