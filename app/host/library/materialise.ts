/** From texts and the edits that followed to texts again: what snapshots and older versions are made of. */
import { WeirError } from "../../../shared/errors.ts";
import { emptyLayout, parseLayout, writeLayout } from "../../../shared/pipeline/layout.ts";
import { applyStudioEdits, studioEditSchema, type StudioEdit } from "../../../shared/pipeline/studio-document.ts";
import { formatPipeline, openPipeline } from "../../../shared/validation/open.ts";
import type { Texts } from "./texts.ts";

/** Throws DOC_0301 where edits do not fit, or the text that they are for is no pipeline. Without edits the texts stay as they are. */
export function applyToTexts(texts: Texts, steps: readonly (readonly unknown[])[]): Texts {
  const edits = steps.flat().map(checkEdit);
  if (edits.length === 0) return texts;
  const { pipeline } = openPipeline(texts.pipeline);
  if (pipeline === null) {
    throw new WeirError("DOC_0301", "The version that the changes are based on is no pipeline that can be read.", {
      hint: "Choose another version.",
    });
  }
  const layout = texts.layout === "" ? emptyLayout : (parseLayout(texts.layout).layout ?? emptyLayout);
  const result = applyStudioEdits({ pipeline, layout }, edits);
  return { pipeline: formatPipeline(result.pipeline), layout: writeLayout(result.layout) };
}

function checkEdit(value: unknown): StudioEdit {
  const result = studioEditSchema.safeParse(value);
  if (result.success) return result.data;
  throw new WeirError("DOC_0301", "The history holds a change that this version of Weir does not know.", {
    hint: "Use the version that made it, or choose another version of the document.",
  });
}
