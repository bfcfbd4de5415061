/** Names that a person can choose: connections of the workspace's environments, topics of the pipeline and of its cluster. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Pipeline } from "../../../../shared/pipeline/pipeline.ts";
import { host } from "../../host/connect.ts";
import { environmentName, environmentStore, loadEnvironments } from "../../stores/environments.ts";
import { useDocument } from "../../stores/session.tsx";
import { isJsonObject } from "../model/json-value.ts";

export interface KnownName {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

export interface KnownConnection extends KnownName {
  readonly environment: string;
}

export function useConnections(): readonly KnownConnection[] {
  const files = useStore(environmentStore, (state) => state.files);
  useEffect(() => {
    // What cannot be listed can still be typed.
    loadEnvironments(host).catch(() => {});
  }, []);
  return files.flatMap(({ file, text }) =>
    connectionNames(text).map((name) => ({
      value: name,
      label: name,
      detail: environmentName(file),
      environment: file,
    })),
  );
}

function connectionNames(text: string): string[] {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== "object" || document === null || !("connections" in document)) return [];
    const { connections } = document;
    return typeof connections === "object" && connections !== null ? Object.keys(connections) : [];
  } catch {
    return [];
  }
}

/** Of the pipeline at once, of the chosen environment's cluster when it has answered. */
export function useTopics(connection: string | undefined): readonly KnownName[] {
  const pipeline = useDocument((state) => state.head?.root.pipeline);
  const connections = useConnections();
  const chosen = useStore(environmentStore, (state) => state.chosen);
  const place = connections.find(
    ({ value, environment }) =>
      (connection === undefined || value === connection) && (chosen === null || environment === chosen),
  );
  const [topics, setTopics] = useState<readonly KnownName[]>([]);
  const [environment, name] = [chosen === null ? undefined : place?.environment, place?.value];
  useEffect(() => {
    if (environment === undefined || name === undefined) return undefined;
    let gone = false;
    host
      .call("topics.cluster", { cluster: { kind: "connection", environment, connection: name } })
      .then(({ topics: found }) => {
        if (!gone) setTopics(found.map((topic) => ({ value: topic.name, label: topic.name, detail: "cluster" })));
      })
      .catch(() => {});
    return () => {
      gone = true;
    };
  }, [environment, name]);
  const own = pipeline === undefined ? [] : topicsOf(pipeline);
  return [...own, ...topics.filter(({ value }) => own.every((other) => other.value !== value))];
}

function topicsOf(pipeline: Pipeline): KnownName[] {
  const names = new Map<string, KnownName>();
  for (const node of pipeline.nodes.values()) {
    const topic = isJsonObject(node.config) ? node.config["topic"] : undefined;
    if (typeof topic === "string" && topic !== "") names.set(topic, { value: topic, label: topic, detail: node.name });
  }
  return [...names.values()];
}
