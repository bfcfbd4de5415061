/** From texts and the edits that followed to texts again: what snapshots and older versions are made of. */
import { WeirError } from "../../../shared/errors.ts";
import { emptyLayout, parseLayout, writeLayout, type Layout } from "../../../shared/pipeline/layout.ts";
import { applyStudioEdits, studioEditSchema } from "../../../shared/pipeline/studio-document.ts";
import type { StudioDocument, StudioEdit } from "../../../shared/pipeline/studio-document.ts";
import { formatPipeline, openPipeline } from "../../../shared/validation/open.ts";
import type { Texts } from "./texts.ts";

/** Throws DOC_0301 where edits do not fit, or the text that they are for is no pipeline. Without edits the texts stay as they are. */
export function applyToTexts(texts: Texts, steps: readonly (readonly unknown[])[]): Texts {
  const work = materialise(texts, steps);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** The same in parts, between which others have their turn: a pipeline of thousands of nodes takes half a second. */
export async function applyToTextsInParts(texts: Texts, steps: readonly (readonly unknown[])[]): Promise<Texts> {
  const work = materialise(texts, steps);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function* materialise(texts: Texts, steps: readonly (readonly unknown[])[]): Generator<undefined, Texts> {
  if (steps.every((edits) => edits.length === 0)) return texts;
  const { pipeline } = openPipeline(texts.pipeline);
  if (pipeline === null) {
    throw new WeirError("DOC_0301", "The version that the changes are based on is no pipeline that can be read.", {
      hint: "Choose another version.",
    });
  }
  yield;
  let document: StudioDocument = { pipeline, layout: layoutOf(texts.layout) };
  yield;
  for (const edits of steps) document = applyStudioEdits(document, edits.map(checkEdit));
  yield;
  const formatted = formatPipeline(document.pipeline);
  yield;
  return { pipeline: formatted, layout: writeLayout(document.layout) };
}

function layoutOf(text: string): Layout {
  return text === "" ? emptyLayout : (parseLayout(text).layout ?? emptyLayout);
}

function checkEdit(value: unknown): StudioEdit {
  const result = studioEditSchema.safeParse(value);
  if (result.success) return result.data;
  throw new WeirError("DOC_0301", "The history holds a change that this version of Weir does not know.", {
    hint: "Use the version that made it, or choose another version of the document.",
  });
}
