/** What the studio edits: a pipeline with its layout, and one list of edits over both. History, recovery and the canvas all use it. */
import * as z from "zod";
import { applyEdit, editSchema, type Edit } from "./edits.ts";
import { pruneLayout, type Layout } from "./layout.ts";
import { applyLayoutEdit, layoutEditSchema, type LayoutEdit } from "./layout-edits.ts";
import type { Pipeline } from "./pipeline.ts";

export interface StudioDocument {
  readonly pipeline: Pipeline;
  readonly layout: Layout;
}

export type StudioEdit = Edit | LayoutEdit;

export const studioEditSchema = z.union([editSchema, layoutEditSchema]);

/** All or nothing. Throws DOC_0301 where an edit does not fit; the same root where nothing changes. */
export function applyStudioEdits(document: StudioDocument, edits: readonly StudioEdit[]): StudioDocument {
  let { pipeline, layout } = document;
  for (const edit of edits) {
    if (isLayoutEdit(edit)) layout = applyLayoutEdit(layout, edit);
    else pipeline = applyEdit(pipeline, edit);
  }
  // Once, however many were removed.
  if (edits.some((edit) => edit.edit === "removeNode")) layout = pruneLayout(layout, pipeline.nodes);
  return pipeline === document.pipeline && layout === document.layout ? document : { pipeline, layout };
}

export function isLayoutEdit(edit: StudioEdit): edit is LayoutEdit {
  return edit.edit === "place" || edit.edit === "putNote" || edit.edit === "putGroup";
}
