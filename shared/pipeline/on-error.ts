import type * as z from "zod";
import type { onErrorSchema } from "./document-schema.ts";
import type { OnError } from "./pipeline.ts";

/** Leaves out what is undefined, which the schema's type allows and ours does not. */
export function makeOnError(value: z.infer<typeof onErrorSchema>): OnError {
  const { policy, topic, attempts, backoff, then } = value;
  return {
    policy,
    ...(topic === undefined ? {} : { topic }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(backoff === undefined ? {} : { backoff }),
    // oxlint-disable-next-line unicorn/no-thenable -- a word of the document, never a function
    ...(then === undefined ? {} : { then }),
  };
}
