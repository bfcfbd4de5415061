import type { ProcessorFactory } from "../engine/processor.ts";
import { project } from "./project.ts";

export const map: ProcessorFactory<"map"> = (config, context) => project(config, context);
