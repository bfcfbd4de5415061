/** What the texts stand for: the whole pipeline, or one node of it. */
import * as z from "zod";
import { hasErrors, type Diagnostic } from "../../../shared/diagnostics.ts";
import { nodeSchema } from "../../../shared/pipeline/document-schema.ts";
import { readJson } from "../../../shared/pipeline/json-reader.ts";
import { toJson } from "../../../shared/pipeline/json-node.ts";
import { makeOnError } from "../../../shared/pipeline/on-error.ts";
import type { Json, PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import { formatPipeline, openPipeline } from "../../../shared/validation/open.ts";
import type { Session } from "../stores/session.tsx";
import { createTextSync, type TextSource, type TextSync } from "./text-sync.ts";

/** One text for each document and node as long as the document is open, so that nothing typed is lost. */
const kept = new WeakMap<Session, Map<string, TextSync>>();

function syncOf(session: Session, id: string, make: () => TextSource): TextSync {
  const ofSession = kept.get(session) ?? new Map<string, TextSync>();
  kept.set(session, ofSession);
  const before = ofSession.get(id);
  if (before !== undefined) return before;
  const made = createTextSync(session, make());
  ofSession.set(id, made);
  return made;
}

export function pipelineText(session: Session): TextSync {
  return syncOf(session, "", () => ({
    identify: ({ root }) => root.pipeline,
    print: ({ root }) => formatPipeline(root.pipeline),
    apply(text) {
      const { pipeline, diagnostics } = openPipeline(text);
      const wrong = diagnostics.find(({ severity }) => severity === "error");
      if (pipeline === null || wrong !== undefined) return wrong ?? unreadable;
      const { head } = session.document.getState();
      // Blanks and the order of keys are no change.
      if (head === null || formatPipeline(pipeline) === formatPipeline(head.root.pipeline)) return null;
      session.document.replace("Edit JSON", { pipeline, layout: head.root.layout }, "json");
      return null;
    },
  }));
}

export function nodeText(session: Session, id: string): TextSync {
  return syncOf(session, id, () => ({
    identify: ({ root }) => root.pipeline.nodes.get(id),
    print: ({ root }) => {
      const node = root.pipeline.nodes.get(id);
      return node === undefined ? null : printNode(node);
    },
    apply: (text) => applyNode(session, id, text),
  }));
}

function printNode({ type, name, config, onError }: PipelineNode): string {
  return `${JSON.stringify({ type, name, config, ...(onError === null ? {} : { onError }) }, null, 2)}\n`;
}

const unreadable: Diagnostic = { code: "DOC_0101", severity: "error", message: "The text is no pipeline." };

function applyNode(session: Session, id: string, text: string): Diagnostic | null {
  const node = session.document.getState().head?.root.pipeline.nodes.get(id);
  if (node === undefined) return { ...unreadable, message: "The node was removed." };
  const { root, diagnostics } = readJson(text);
  if (root === null || hasErrors(diagnostics)) return diagnostics[0] ?? unreadable;
  const read = nodeSchema.safeParse(toJson(root));
  if (!read.success)
    return { ...unreadable, message: z.prettifyError(read.error).replace(/^✖ /, "").split("\n").join(" ") };
  const { type, name, config = {}, onError } = read.data;
  if (type !== node.type)
    return {
      ...unreadable,
      message: `The node is a ${node.type}.`,
      hint: "Add another node to have another operator.",
    };
  session.document.commit({
    label: `Edit JSON of ${node.name}`.slice(0, 200),
    merge: `${id}/json`,
    edits: [
      { edit: "renameNode", id, name },
      // What the reader gave is JSON; the schema only knows it as an object.
      { edit: "setConfig", id, pointer: "", value: config as Json },
      { edit: "setOnError", id, onError: onError === undefined ? null : makeOnError(onError) },
    ],
  });
  return null;
}
