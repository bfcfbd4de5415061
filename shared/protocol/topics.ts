/** What the topic browser shows of a cluster. Offsets and counts are numbers below 2^53; larger ones are shown as they come, as text elsewhere. */

export interface ClusterInfo {
  readonly brokers: readonly { readonly id: number; readonly address: string; readonly controller: boolean }[];
  readonly clusterId: string;
  readonly topics: readonly TopicSummary[];
}

export interface TopicSummary {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly internal: boolean;
}

export interface TopicDetail extends TopicSummary {
  readonly offsets: readonly {
    readonly partition: number;
    readonly first: string;
    readonly next: string;
    readonly leader: number;
    readonly inSync: number;
  }[];
  /** `source`: who set it (default, topic, broker). */
  readonly config: readonly { readonly name: string; readonly value: string; readonly source: string }[];
}

export interface GroupSummary {
  readonly group: string;
  readonly state: string;
  readonly members: number;
  readonly protocol: string;
  /** Per topic and partition; `lag` null where nothing is committed. */
  readonly offsets: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly committed: string | null;
    readonly end: string;
    readonly lag: number | null;
  }[];
}

/** Bytes as base64; the studio shows them as JSON, text or hex. */
export interface TopicRecord {
  readonly partition: number;
  readonly offset: string;
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
}
