/**
 * zod for the pages, in place of `zod` (vite.config.ts): it must not compile validators with `new Function`, which the content security policy
 * refuses, and has to be told before the first schema is made, in whatever chunk that is.
 */
import { config } from "zod/v4";

config({ jitless: true });

export * from "zod/v4";
