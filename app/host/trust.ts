/**
 * What a folder that nobody trusted yet may not cause: anything that connects, runs or writes to a cluster on the word of its files. Looking at it, editing
 * it and previewing it on records that are given stays possible; the preview process reaches nothing outside.
 */
import { WeirError } from "../../shared/errors.ts";
import type { HostMethod } from "../../shared/protocol/host-methods.ts";

const needTrust: ReadonlySet<HostMethod> = new Set<HostMethod>([
  "run.start",
  "run.retry",
  "topics.cluster",
  "topics.topic",
  "topics.groups",
  "topics.records",
  "topics.produce",
  "topics.create",
  "environments.test",
]);

export function checkTrust(method: HostMethod, trusted: boolean): void {
  if (trusted || !needTrust.has(method)) return;
  throw new WeirError("HOST_0005", "This folder is not trusted yet, so nothing of it runs or connects.", {
    hint: "Trust the folder if you know who wrote its pipelines and environments.",
  });
}
