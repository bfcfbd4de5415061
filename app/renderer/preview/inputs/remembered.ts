/** Settings of previews, kept by the host for each document, so that they are there the next time. Never in the document. */
import * as z from "zod";
import type { Host } from "../../../../shared/protocol/host-api.ts";
import type { PreviewSettings } from "../../stores/preview.ts";
import { inputChoiceSchema } from "./input-choice.ts";

const settingsSchema = z.strictObject({
  inputs: z.record(z.string(), inputChoiceSchema),
  count: z.int().min(0).max(20_000),
  end: z.union([z.literal("close"), z.literal("leave"), z.number()]),
  live: z.boolean(),
});

/** What is larger is not kept: preferences are read at every start. */
export const REMEMBERED_CHARACTERS = 262_144;

export async function recallSettings(host: Host, file: string): Promise<PreviewSettings | null> {
  const all = await host.call("preferences.get", {});
  const parsed = settingsSchema.safeParse(all[nameFor(file)]);
  return parsed.success ? parsed.data : null;
}

export function rememberSettings(host: Host, file: string, settings: PreviewSettings): void {
  const inputs = Object.fromEntries(Object.entries(settings.inputs).filter(([, input]) => isKept(input)));
  // What cannot be kept now is kept the next time; nothing depends on it.
  host.call("preferences.set", { name: nameFor(file), value: { ...settings, inputs } }).catch(() => {});
}

export function isKept(input: PreviewSettings["inputs"][string]): boolean {
  return input.kind === "generated" || JSON.stringify(input).length <= REMEMBERED_CHARACTERS;
}

/** At most 100 characters: the end of the path, and a hash of all of it. */
function nameFor(file: string): string {
  let hash = 0;
  for (const sign of file) hash = (Math.imul(hash, 31) + (sign.codePointAt(0) ?? 0)) | 0;
  return `preview:${(hash >>> 0).toString(36)}:${file.slice(-60)}`;
}
