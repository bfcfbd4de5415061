import type { ConnectionOptions } from "../kafka/ports.ts";

/** What every worker gets: plain data, so that it can cross to a thread; each worker plans for itself, which is cheap and always the same. */
export interface RunRequest {
  /** The pipeline document as text. */
  readonly pipeline: string;
  readonly connection: ConnectionOptions;
  /** Folder against which paths of files in the pipeline are resolved. */
  readonly directory: string;
  /** One id for all workers of a process: the group places standbys elsewhere. */
  readonly processId: string;
  readonly groupProtocol: "auto" | "streams" | "classic";
}
