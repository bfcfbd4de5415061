/** Replaces fields by what may be shown of them. */
import type { ProcessorFactory } from "../engine/processor.ts";
import { project } from "./project.ts";

export const mask: ProcessorFactory<"mask"> = (config, context) => project(config, context);
