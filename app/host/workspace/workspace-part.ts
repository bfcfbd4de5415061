/** The folder that is open: what is in it, whether it is trusted, and what was open before; also the templates and preferences. */
import { basename } from "node:path";
import type { Workspace } from "../../../shared/protocol/host-api.ts";
import type { HostContext, HostPart } from "../host-part.ts";
import { unsavedFiles } from "../library/history.ts";
import type { Library } from "../library/library.ts";
import { isTrusted, noteRecent, readPreferences, readRecents, setPreference, setTrusted } from "../library/settings.ts";
import { resolveFolder } from "./paths.ts";
import { isReadOnly, PipelineGlances, scanFiles } from "./scan.ts";
import { readTemplates } from "./templates.ts";

type Method = `workspace.${"get" | "open" | "trust" | "templates"}` | `preferences.${"get" | "set"}`;

export function createWorkspacePart(
  context: HostContext,
  library: Library,
  enter: (folder: string) => void,
): HostPart<Method> {
  const glances = new PipelineGlances();

  async function describe(): Promise<Workspace> {
    const folder = context.folder();
    const [{ pipelines, environments }, readOnly] = await Promise.all([scanFiles(folder), isReadOnly(folder)]);
    const unsaved = unsavedFiles(library, folder);
    const looked = await Promise.all(pipelines.map(async (file) => await glances.look(folder, file)));
    return {
      folder,
      name: basename(folder) === "" ? folder : basename(folder),
      trusted: isTrusted(library, folder),
      readOnly,
      host: context.kind,
      version: context.version,
      pipelines: looked.flatMap((one) => (one === null ? [] : [{ ...one, unsaved: unsaved.has(one.file) }])),
      environments,
      recent: readRecents(library),
    };
  }

  return {
    handlers: {
      "workspace.get": async () => await describe(),
      async "workspace.open"({ folder }) {
        enter(await resolveFolder(folder));
        noteRecent(library, context.folder(), null);
        return await describe();
      },
      async "workspace.trust"({ trusted }) {
        setTrusted(library, context.folder(), trusted);
        return await describe();
      },
      "workspace.templates": async () => await readTemplates(),
      "preferences.get": () => readPreferences(library),
      "preferences.set"({ name, value }) {
        setPreference(library, name, value);
        return null;
      },
    },
  };
}
