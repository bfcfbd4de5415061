import type { FetchedChunk } from "./fetched-chunk.ts";
import type { TopicPartition } from "./ports.ts";

/** How far a partition has been fetched and handed out. */
export class FetchPartition implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  /** Where the next fetch starts: behind all chunks. */
  fetchOffset: number;
  paused = false;
  /** Not asked for at the moment: its leader or its position is being looked up. */
  waiting: "leader" | "position" | null = null;
  /** Fetched and not taken yet, oldest first. */
  readonly chunks: FetchedChunk[] = [];
  bufferedBytes = 0;
  endOffset: number | undefined = undefined;
  /** Raised when one batch does not fit. */
  maxBytes: number;
  /** Stops the partition for good; `take` throws it once. */
  error: Error | null = null;
  isReported = false;
  /** Since when the cluster does not know the partition; 0 while it does. */
  unknownSinceMs = 0;

  constructor({ topic, partition }: TopicPartition, topicId: string, offset: number, maxBytes: number) {
    this.topic = topic;
    this.partition = partition;
    this.topicId = topicId;
    this.fetchOffset = offset;
    this.maxBytes = maxBytes;
  }

  get isReady(): boolean {
    return (!this.paused && this.chunks.length > 0) || (this.error !== null && !this.isReported);
  }

  add(chunk: FetchedChunk): void {
    this.chunks.push(chunk);
    this.bufferedBytes += chunk.records.length;
    this.fetchOffset = chunk.nextOffset;
  }

  shift(): FetchedChunk | undefined {
    const chunk = this.chunks.shift();
    if (chunk !== undefined) this.bufferedBytes -= chunk.records.length;
    return chunk;
  }

  /** Forgets what was fetched and goes on elsewhere. */
  seek(offset: number): void {
    this.chunks.length = 0;
    this.bufferedBytes = 0;
    this.fetchOffset = offset;
  }
}

export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic} ${partition}`;
}
