/** The methods of documents and of their histories: what is on the disk and what the library knows, brought together. */
import type { OpenedDocument } from "../../../shared/protocol/host-api.ts";
import type { HostContext, HostPart } from "../host-part.ts";
import * as history from "../library/history.ts";
import type { Library } from "../library/library.ts";
import { pruneHistory, pruneNeeded } from "../library/retention.ts";
import { noteRecent } from "../library/settings.ts";
import * as documents from "./documents.ts";
import { createQueue } from "./queue.ts";

type Method =
  | `document.${"open" | "create" | "save" | "saveTests" | "rename" | "delete"}`
  | `history.${"append" | "move" | "list" | "read" | "name"}`;

export function createDocumentPart(
  context: HostContext,
  library: Library,
  written: documents.WriteListener,
): HostPart<Method> {
  const key = (file: string): history.DocumentKey => ({ folder: context.folder(), file });
  const queue = createQueue();
  const later = createBackground(context);

  async function open(file: string): Promise<OpenedDocument> {
    const { pipeline, layout, tests, readOnly } = await documents.readDocument(context.folder(), file);
    const texts = { pipeline: pipeline.text, layout: layout ?? "" };
    const opened = history.openHistory(library, key(file), pipeline.hash, texts);
    noteRecent(library, context.folder(), file);
    later(() => pruneHistory(library, key(file)));
    return { file, pipeline: pipeline.text, layout, tests, hash: pipeline.hash, readOnly, history: opened };
  }

  return {
    handlers: {
      "document.open": async ({ file }) => await queue(async () => await open(file)),
      "document.create": async (params) =>
        await queue(async () => {
          const file = await documents.createDocument(context.folder(), params, written);
          history.forgetDocument(library, key(file));
          return { file };
        }),
      "document.save": async (params) =>
        await queue(async () => {
          const head = history.headSequence(library, key(params.file));
          const result = await documents.saveDocument(context.folder(), params, written);
          const { pipeline, layout } = params;
          if (result.saved)
            history.markSaved(library, key(params.file), result.hash, { pipeline, layout: layout ?? "" }, head);
          return result;
        }),
      "document.saveTests": async ({ file, tests }) =>
        await queue(async () => {
          await documents.saveTests(context.folder(), file, tests, written);
          return null;
        }),
      "document.rename": async ({ file, to }) =>
        await queue(async () => {
          await documents.renameDocument(context.folder(), file, to, written);
          history.renameDocument(library, key(file), to);
          return { file: to };
        }),
      "document.delete": async ({ file }) =>
        await queue(async () => {
          await documents.deleteDocument(context.folder(), file, written);
          history.forgetDocument(library, key(file));
          return null;
        }),

      "history.append": ({ file, parent, entry }) => {
        const sequence = history.appendEntry(library, key(file), parent ?? 0, entry);
        later(() => {
          history.keepSnapshot(library, key(file), sequence);
          if (pruneNeeded(sequence)) pruneHistory(library, key(file));
        });
        return { sequence };
      },
      "history.move": ({ file, head }) => {
        history.moveHead(library, key(file), head ?? 0);
        return null;
      },
      "history.list": ({ file }) => history.listHistory(library, key(file)),
      "history.read": ({ file, sequence }) => history.readVersion(library, key(file), sequence ?? 0),
      "history.name": ({ file, sequence, name }) => {
        history.nameVersion(library, key(file), sequence ?? 0, name);
        return null;
      },
    },
    close: async () => await queue(() => Promise.resolve()),
  };
}

/** Work that nobody waits for, after the answer has gone. It is not needed for anything to be right, so a failure is a line in the log. */
function createBackground(context: HostContext): (work: () => void) => void {
  return (work) =>
    void setImmediate(() => {
      try {
        work();
      } catch (error) {
        context.log(`Keeping the history in order failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
}
