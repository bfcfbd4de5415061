import { BrokerError } from "./broker-error.ts";

type ConfigType = "boolean" | "string" | "int" | "long" | "double" | "list";

interface ConfigDefinition {
  readonly type: ConfigType;
  readonly value: string;
  readonly allowed?: readonly string[];
  readonly min?: number;
}

const forever = "9223372036854775807";

/** Kafka's topic settings with its defaults. Those that have no meaning for one node in memory are kept and shown, as Kafka does. */
export const topicConfigs: Readonly<Record<string, ConfigDefinition>> = {
  "cleanup.policy": { type: "list", value: "delete", allowed: ["delete", "compact"] },
  "compression.type": {
    type: "string",
    value: "producer",
    allowed: ["producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"],
  },
  "delete.retention.ms": { type: "long", value: "86400000", min: 0 },
  "file.delete.delay.ms": { type: "long", value: "60000", min: 0 },
  "flush.messages": { type: "long", value: forever, min: 1 },
  "flush.ms": { type: "long", value: forever, min: 0 },
  "follower.replication.throttled.replicas": { type: "list", value: "" },
  "index.interval.bytes": { type: "int", value: "4096", min: 0 },
  "leader.replication.throttled.replicas": { type: "list", value: "" },
  "local.retention.bytes": { type: "long", value: "-2", min: -2 },
  "local.retention.ms": { type: "long", value: "-2", min: -2 },
  "max.compaction.lag.ms": { type: "long", value: forever, min: 1 },
  "max.message.bytes": { type: "int", value: "1048588", min: 0 },
  "message.timestamp.after.max.ms": { type: "long", value: "3600000", min: 0 },
  "message.timestamp.before.max.ms": { type: "long", value: forever, min: 0 },
  "message.timestamp.type": { type: "string", value: "CreateTime", allowed: ["CreateTime", "LogAppendTime"] },
  "min.cleanable.dirty.ratio": { type: "double", value: "0.5", min: 0 },
  "min.compaction.lag.ms": { type: "long", value: "0", min: 0 },
  "min.insync.replicas": { type: "int", value: "1", min: 1 },
  preallocate: { type: "boolean", value: "false" },
  "remote.storage.enable": { type: "boolean", value: "false" },
  "retention.bytes": { type: "long", value: "-1", min: -1 },
  "retention.ms": { type: "long", value: "604800000", min: -1 },
  "segment.bytes": { type: "int", value: "1073741824", min: 14 },
  "segment.index.bytes": { type: "int", value: "10485760", min: 4 },
  "segment.jitter.ms": { type: "long", value: "0", min: 0 },
  "segment.ms": { type: "long", value: "604800000", min: 1 },
  "unclean.leader.election.enable": { type: "boolean", value: "false" },
};

/** Kafka's numbers for the types, in answers. */
export const configTypeIds: Readonly<Record<ConfigType, number>> = {
  boolean: 1,
  string: 2,
  int: 3,
  long: 5,
  double: 6,
  list: 7,
};

export function checkTopicConfig(name: string, value: string | null): void {
  const definition = Object.hasOwn(topicConfigs, name) ? topicConfigs[name] : undefined;
  if (definition === undefined) throw new BrokerError("INVALID_CONFIG", `Unknown topic config name: ${name}`);
  if (value === null) throw new BrokerError("INVALID_CONFIG", `Null value not supported for topic configs: ${name}`);
  if (!isValid(definition, value)) {
    throw new BrokerError("INVALID_CONFIG", `Invalid value ${value} for configuration ${name}`);
  }
}

function isValid({ type, allowed, min }: ConfigDefinition, value: string): boolean {
  switch (type) {
    case "boolean":
      return value === "true" || value === "false";
    case "int":
    case "long":
      return /^-?\d{1,19}$/u.test(value) && Number(value) >= (min ?? -Infinity);
    case "double":
      return value.trim() !== "" && Number(value) >= (min ?? -Infinity);
    case "list":
      return (
        allowed === undefined || value.split(",").every((item) => item.trim() === "" || allowed.includes(item.trim()))
      );
    default:
      return allowed === undefined || allowed.includes(value);
  }
}

/** The settings of a topic: those that were set over Kafka's defaults. */
export class TopicConfig {
  readonly overrides = new Map<string, string>();

  get(name: string): string {
    return this.overrides.get(name) ?? topicConfigs[name]!.value;
  }

  number(name: string): number {
    return Number(this.get(name));
  }

  get compacts(): boolean {
    return this.get("cleanup.policy").includes("compact");
  }

  get deletes(): boolean {
    return this.get("cleanup.policy").includes("delete");
  }

  get usesAppendTime(): boolean {
    return this.get("message.timestamp.type") === "LogAppendTime";
  }
}
