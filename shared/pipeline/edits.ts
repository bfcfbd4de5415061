/**
 * Changes of a pipeline as data: what the studio does, stores in its history and sends over the wire. An edit is checked by `editSchema` when it
 * comes from outside, and applied by a pure function that shares everything it does not touch.
 */
import * as z from "zod";
import { unreachable } from "../assert.ts";
import { WeirError } from "../errors.ts";
import { idText, nameText, nodeSchema, onErrorSchema } from "./document-schema.ts";
import { equalJson, isJson } from "./json-equal.ts";
import { endsOf } from "./diff.ts";
import { setAtPointer } from "./json-edit.ts";
import { makeOnError } from "./on-error.ts";
import type { Json, OnError, Pipeline, PipelineEdge, PipelineNode } from "./pipeline.ts";

const json = z.custom<Json>((value) => isJson(value, 0), "Write a JSON value");
const port = z.strictObject({ node: idText, port: idText });
const pointer = z.string().regex(/^(?:\/(?:[^~/]|~[01])*)*$/, "Write a JSON pointer");

export const editSchema = z.discriminatedUnion("edit", [
  z.strictObject({
    edit: z.literal("addNode"),
    id: idText,
    type: nodeSchema.shape.type,
    name: nameText,
    /** Version of the operator, if this is the first node of its type. */
    version: z.int().min(1),
    config: json.optional(),
    onError: onErrorSchema.optional(),
  }),
  /** With the edges that end at it. */
  z.strictObject({ edit: z.literal("removeNode"), id: idText }),
  z.strictObject({ edit: z.literal("renameNode"), id: idText, name: nameText }),
  /** Without `value` what stands at the pointer is removed. The pointer leads into the config; `-` is the place after a list's end. */
  z.strictObject({ edit: z.literal("setConfig"), id: idText, pointer, value: json.optional() }),
  z.strictObject({ edit: z.literal("setOnError"), id: idText, onError: onErrorSchema.nullable() }),
  z.strictObject({ edit: z.literal("connect"), id: idText, from: port, to: port }),
  z.strictObject({ edit: z.literal("reconnect"), id: idText, from: port.optional(), to: port.optional() }),
  z.strictObject({ edit: z.literal("disconnect"), id: idText }),
  z.strictObject({
    edit: z.literal("setSettings"),
    guarantee: z.enum(["at-least-once", "exactly-once"]).optional(),
    commitIntervalMs: z.int().min(10).max(600_000).optional(),
  }),
  z.strictObject({ edit: z.literal("renamePipeline"), name: nameText }),
  z.strictObject({ edit: z.literal("describePipeline"), description: z.string().max(20_000).nullable() }),
]);

export type Edit = z.infer<typeof editSchema>;

/** The new root, or the same one where the edit changes nothing. Throws DOC_0301 where the edit does not fit. */
export function applyEdit(pipeline: Pipeline, edit: Edit): Pipeline {
  switch (edit.edit) {
    case "addNode":
      return addNode(pipeline, edit);
    case "removeNode":
      return removeNode(pipeline, edit.id);
    case "renameNode":
      return changeNode(pipeline, edit.id, (node) => (node.name === edit.name ? node : { ...node, name: edit.name }));
    case "setConfig":
      return changeNode(pipeline, edit.id, (node) => {
        const config = setAtPointer(node.config, edit.pointer, edit.value);
        if (config === null) throw misfit(`The config of \`${edit.id}\` has no place ${edit.pointer}.`);
        return equalJson(config, node.config, true) ? node : { ...node, config };
      });
    case "setOnError": {
      const onError = edit.onError === null ? null : makeOnError(edit.onError);
      return changeNode(pipeline, edit.id, (node) =>
        equalJson(asJson(onError), asJson(node.onError)) ? node : { ...node, onError },
      );
    }
    case "connect":
      if (pipeline.edges.has(edit.id)) throw misfit(`There is an edge \`${edit.id}\` already.`);
      return putEdge(pipeline, { id: edit.id, from: edit.from, to: edit.to });
    case "reconnect": {
      const edge = mustEdge(pipeline, edit.id);
      return putEdge(pipeline, { id: edit.id, from: edit.from ?? edge.from, to: edit.to ?? edge.to });
    }
    case "disconnect":
      mustEdge(pipeline, edit.id);
      return { ...pipeline, edges: without(pipeline.edges, (id) => id === edit.id) };
    case "setSettings": {
      const { guarantee, commitIntervalMs } = pipeline.settings;
      const settings = {
        guarantee: edit.guarantee ?? guarantee,
        commitIntervalMs: edit.commitIntervalMs ?? commitIntervalMs,
      };
      return equalJson(settings, { guarantee, commitIntervalMs }) ? pipeline : { ...pipeline, settings };
    }
    case "renamePipeline":
      return pipeline.name === edit.name ? pipeline : { ...pipeline, name: edit.name };
    case "describePipeline": {
      const description = edit.description === "" ? null : edit.description;
      return pipeline.description === description ? pipeline : { ...pipeline, description };
    }
    default:
      return unreachable(edit);
  }
}

/** All or nothing: one step of the history may hold several edits. */
export function applyEdits(pipeline: Pipeline, edits: readonly Edit[]): Pipeline {
  return edits.reduce(applyEdit, pipeline);
}

function addNode(pipeline: Pipeline, edit: Edit & { edit: "addNode" }): Pipeline {
  const { id, type, name, config = {}, onError } = edit;
  if (pipeline.nodes.has(id)) throw misfit(`There is a node \`${id}\` already.`);
  const node: PipelineNode = { id, type, name, config, onError: onError === undefined ? null : makeOnError(onError) };
  const operators = pipeline.operators.has(type)
    ? pipeline.operators
    : new Map([...pipeline.operators, [type, edit.version]]);
  return { ...pipeline, operators, nodes: new Map([...pipeline.nodes, [id, node]]) };
}

function removeNode(pipeline: Pipeline, id: string): Pipeline {
  const { type } = mustNode(pipeline, id);
  const nodes = without(pipeline.nodes, (key) => key === id);
  const used = [...nodes.values()].some((node) => node.type === type);
  const touched = [...pipeline.edges.values()].some((edge) => edge.from.node === id || edge.to.node === id);
  return {
    ...pipeline,
    nodes,
    operators: used ? pipeline.operators : without(pipeline.operators, (key) => key === type),
    edges: touched
      ? without(pipeline.edges, (_, edge) => edge.from.node === id || edge.to.node === id)
      : pipeline.edges,
  };
}

function changeNode(pipeline: Pipeline, id: string, change: (node: PipelineNode) => PipelineNode): Pipeline {
  const node = mustNode(pipeline, id);
  const changed = change(node);
  return changed === node ? pipeline : { ...pipeline, nodes: new Map(pipeline.nodes).set(id, changed) };
}

function putEdge(pipeline: Pipeline, edge: PipelineEdge): Pipeline {
  mustNode(pipeline, edge.from.node);
  mustNode(pipeline, edge.to.node);
  const old = pipeline.edges.get(edge.id);
  if (old !== undefined && endsOf(old) === endsOf(edge)) return pipeline;
  for (const other of pipeline.edges.values()) {
    if (other.id !== edge.id && endsOf(other) === endsOf(edge)) throw misfit("These ports are connected already.");
  }
  return { ...pipeline, edges: new Map(pipeline.edges).set(edge.id, edge) };
}

function mustNode(pipeline: Pipeline, id: string): PipelineNode {
  const node = pipeline.nodes.get(id);
  if (node === undefined) throw misfit(`There is no node \`${id}\`.`);
  return node;
}

function mustEdge(pipeline: Pipeline, id: string): PipelineEdge {
  const edge = pipeline.edges.get(id);
  if (edge === undefined) throw misfit(`There is no edge \`${id}\`.`);
  return edge;
}

function without<T>(map: ReadonlyMap<string, T>, drop: (id: string, value: T) => boolean): Map<string, T> {
  return new Map([...map].filter(([id, value]) => !drop(id, value)));
}

function asJson(onError: OnError | null): Json {
  return onError === null ? null : { ...onError };
}

function misfit(message: string): WeirError {
  return new WeirError("DOC_0301", message, { hint: "The pipeline has changed in the meantime; look at it again." });
}
