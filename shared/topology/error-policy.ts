/** A node's `onError` with everything that it leaves open filled in. */
import { must } from "../assert.ts";
import type { OnError } from "../pipeline/pipeline.ts";
import { parseDuration } from "../records/durations.ts";
import type { ErrorPolicy } from "./topology.ts";

const ATTEMPTS = 3;
const BACKOFF = "1s";

export function resolvePolicy(onError: OnError | null, deadLetters: string): ErrorPolicy {
  const policy = onError?.policy ?? "fail";
  if (policy !== "retry") return simplePolicy(policy, onError?.topic ?? deadLetters);
  return {
    policy: "retry",
    attempts: onError?.attempts ?? ATTEMPTS,
    backoffMs: must(parseDuration(onError?.backoff ?? BACKOFF), "a checked duration"),
    // oxlint-disable-next-line unicorn/no-thenable -- what follows the retries; nobody awaits it
    then: simplePolicy(onError?.then ?? "fail", onError?.topic ?? deadLetters),
  };
}

/** Where records of this policy end up as dead letters, if they do. */
export function deadLetterTopic(policy: ErrorPolicy): string | null {
  if (policy.policy === "retry") return deadLetterTopic(policy.then);
  return policy.policy === "dead-letter" ? policy.topic : null;
}

function simplePolicy(policy: "fail" | "skip" | "dead-letter", topic: string): ErrorPolicy {
  return policy === "dead-letter" ? { policy, topic } : { policy };
}
