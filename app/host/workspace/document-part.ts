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
  const background = createBackground(context);

  async function open(file: string): Promise<OpenedDocument> {
    const { pipeline, layout, tests, readOnly } = await documents.readDocument(context.folder(), file);
    const texts = { pipeline: pipeline.text, layout: layout ?? "" };
    const opened = history.openHistory(library, key(file), pipeline.hash, texts);
    noteRecent(library, context.folder(), file);
    const document = key(file);
    background.later(() => void pruneHistory(library, document));
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
        const document = key(file);
        background.later(async () => {
          await history.keepSnapshot(library, document, sequence);
          if (pruneNeeded(sequence)) pruneHistory(library, document);
        });
        return { sequence };
      },
      "history.move": ({ file, head }) => {
        history.moveHead(library, key(file), head ?? 0);
        return null;
      },
      "history.list": ({ file }) => history.listHistory(library, key(file)),
      "history.read": async ({ file, sequence }) => await history.readVersion(library, key(file), sequence ?? 0),
      "history.name": ({ file, sequence, name }) => {
        history.nameVersion(library, key(file), sequence ?? 0, name);
        return null;
      },
    },
    async close() {
      await queue(() => Promise.resolve());
      await background.close();
    },
  };
}

interface Background {
  /** After the answer has gone, one after the other. It is not needed for anything to be right, so a failure is a line in the log. */
  later(work: () => void | Promise<void>): void;
  /** What has begun is done, what has not is left. */
  close(): Promise<void>;
}

function createBackground(context: HostContext): Background {
  const queue = createQueue();
  let closed = false;
  const attempt = async (work: () => void | Promise<void>): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (closed) return;
    try {
      await work();
    } catch (error) {
      context.log(`Keeping the history in order failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    later: (work) => void queue(async () => await attempt(work)),
    async close() {
      closed = true;
      await queue(() => Promise.resolve());
    },
  };
}
