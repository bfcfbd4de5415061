/** The Java programs of the benchmark, compiled once into `.cache/bench`. */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { kafkaClassPath } from "../support/kafka/class-path.ts";

const sources = ["StreamsPeer.java", "Loader.java"].map((file) => join(import.meta.dirname, "peers", file));
export const benchFolder = join(import.meta.dirname, "../../.cache/bench");

/** Arguments of `java` up to the main class. */
export async function compilePeers(): Promise<string[]> {
  const classPath = await kafkaClassPath("peers");
  const classes = join(benchFolder, "classes");
  await mkdir(classes, { recursive: true });
  await promisify(execFile)("javac", ["-d", classes, "-cp", classPath, ...sources]);
  return ["-Xmx2g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", `${classes}:${classPath}`];
}
