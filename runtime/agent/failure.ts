import type { AgentFailure } from "../../shared/protocol/agent.ts";
import { toPlainError } from "../engine/plain-error.ts";
import { PipelineRefused } from "./pipeline-refused.ts";

/** Whatever was thrown, as the studio shows it. */
export function toFailure(error: unknown): AgentFailure {
  const { code, message, hint, node } = toPlainError(error);
  const [sentence = ""] = message.split("\n");
  return {
    code,
    message: sentence,
    hint: hint ?? (code === "RUN_0500" ? "This is a bug in Weir: please report it." : null),
    node,
    diagnostics: error instanceof PipelineRefused ? error.diagnostics : [],
  };
}
