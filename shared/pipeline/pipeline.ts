/**
 * A pipeline as it is in memory: the document after parsing, with maps instead of objects so that no id can meet a prototype.
 * Immutable; an edit makes a new root. The file form is document.ts.
 */
export interface Pipeline {
  /** `$schema` of the file: what an editor completes with. */
  readonly schema?: string;
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** Version of every operator used, as it stood when the file was written. */
  readonly operators: ReadonlyMap<string, number>;
  readonly nodes: ReadonlyMap<string, PipelineNode>;
  readonly edges: ReadonlyMap<string, PipelineEdge>;
  readonly settings: PipelineSettings;
}

export interface PipelineNode {
  readonly id: string;
  /** An operator's name; an unknown one is kept verbatim. */
  readonly type: string;
  readonly name: string;
  /** Plain JSON as written; the operator's schema reads it. */
  readonly config: Json;
  readonly onError: OnError | null;
}

/** `from` names an output port, `to` an input port. */
export interface PipelineEdge {
  readonly id: string;
  readonly from: PortRef;
  readonly to: PortRef;
}

export interface PortRef {
  readonly node: string;
  readonly port: string;
}

export interface OnError {
  readonly policy: "fail" | "skip" | "dead-letter" | "retry";
  /** Dead letters go here; `<pipeline>-dead-letters` where it is not named. */
  readonly topic?: string;
  readonly attempts?: number;
  /** A duration such as "500ms". */
  readonly backoff?: string;
  /** What follows when every attempt of `retry` failed. */
  readonly then?: "fail" | "skip" | "dead-letter";
}

export interface PipelineSettings {
  readonly guarantee: "at-least-once" | "exactly-once";
  readonly commitIntervalMs: number;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
