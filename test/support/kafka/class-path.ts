/** The class path of the real Kafka, resolved once with Maven and kept in `.cache/kafka` until the pom changes. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const pom = join(import.meta.dirname, "pom.xml");
const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

export const cacheFolder = join(import.meta.dirname, "../../../.cache/kafka");

/** `peers` adds Kafka Streams and Jackson, for the benchmark's Java programs. */
export async function kafkaClassPath(profile?: "peers"): Promise<string> {
  const hash = createHash("sha256")
    .update(await readFile(pom))
    .digest("hex")
    .slice(0, 12);
  const file = join(cacheFolder, `classpath-${profile ?? "broker"}-${hash}.txt`);
  await mkdir(cacheFolder, { recursive: true });
  await once(file, async () => {
    const args = ["-B", "-q", "-f", pom, ...(profile === undefined ? [] : [`-P${profile}`])];
    const unfinished = `${file}.${process.pid}`;
    try {
      await run("mvn", [...args, plugin, `-Dmdep.outputFile=${unfinished}`, "-DincludeScope=runtime"]);
    } catch (error) {
      throw new Error("Kafka could not be assembled: Maven failed. It needs `mvn`, Java 17 and Maven Central.", {
        cause: error,
      });
    }
    await rename(unfinished, file);
  });
  return (await readFile(file, "utf8")).trim();
}

/** Makes `path` by `make` unless it is there; several processes that ask at once wait for the first. */
export async function once(path: string, make: () => Promise<void>): Promise<void> {
  const lock = `${path}.lock`;
  for (;;) {
    if (existsSync(path)) return;
    try {
      await mkdir(lock);
      break;
    } catch {
      const age = await stat(lock).then(
        (found) => Date.now() - found.mtimeMs,
        () => 0,
      );
      if (age > 300_000) await rm(lock, { recursive: true, force: true });
      await delay(100);
    }
  }
  try {
    if (!existsSync(path)) await make();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
