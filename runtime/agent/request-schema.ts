/** What may come over the channel, checked: the other side is trusted to mean well, not to be of the same version. */
import * as z from "zod";
import type { AgentRequest } from "../../shared/protocol/agent.ts";
import { previewRequestSchema } from "../../shared/protocol/preview.ts";

const id = z.int().min(0);
const text = z.string().max(33_554_432);

const targetSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("embedded") }),
  z.strictObject({
    kind: z.literal("environment"),
    name: z.string(),
    environment: text,
    secrets: z.record(z.string(), z.string()),
  }),
]);

const runSchema = z.strictObject({
  run: z.string(),
  file: z.string(),
  pipeline: text,
  directory: z.string(),
  target: targetSchema,
  threads: z.int().min(1).max(64),
});

export const agentRequestSchema: z.ZodType<AgentRequest> = z.discriminatedUnion("ask", [
  z.strictObject({ id, ask: z.literal("preview"), request: previewRequestSchema }),
  z.strictObject({ id, ask: z.literal("tests"), pipeline: text, tests: text }),
  z.strictObject({ id, ask: z.literal("run"), request: runSchema }),
  z.strictObject({ id, ask: z.literal("stop") }),
  z.strictObject({ id, ask: z.literal("tap"), edges: z.array(z.string()).max(1000) }),
]);

/** The id to answer to, also where nothing else of a message is understood; null where there is none. */
export function idOf(message: unknown): number | null {
  if (typeof message !== "object" || message === null || !("id" in message)) return null;
  return id.safeParse(message.id).data ?? null;
}
