/** What a node does as it is set, in a few words, below its name. */
import type { AnyOperator } from "../../../../shared/operators/operator.ts";
import type { PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { isJsonObject } from "../model/json-value.ts";

export function headLine(node: PipelineNode, operator: AnyOperator, line: string): string {
  const config = isJsonObject(node.config) ? node.config : {};
  switch (operator.type) {
    case "stream-stream-join":
      return config["kind"] === "left"
        ? "keeps every left record, paired or not"
        : config["kind"] === "outer"
          ? "keeps every record, paired or not"
          : "keeps pairs only";
    case "stream-table-join":
      return config["kind"] === "left" ? "keeps every record, found or not" : "keeps records with a row";
    case "aggregate":
      return config["window"] === undefined
        ? "over all time"
        : config["emit"] === "on-close"
          ? "by window, when it closes"
          : "by window, at every change";
    case "filter":
    case "branch":
    case "select-key":
    case "map":
      return operator.summary.replace(/\.$/, "").replace(/^./, (first) => first.toLowerCase());
    default:
      return line;
  }
}
