/**
 * Who is in which partition. A key that was changed moves a record only when something relies on its place; then it goes through a repartition
 * topic, once for all that rely on it. Streams that meet must have been spread by the same bytes over equally many partitions.
 */
import { must } from "../assert.ts";
import { naturalFormat } from "../operators/formats.ts";
import { addNode, addTopic, type Draft, type DraftStream } from "./draft.ts";
import { repartitionConfig, repartitionName } from "./internal-topics.ts";
import { groupOrigins, originOf, sameFormat } from "./origins.ts";
import type { ErrorPolicy, Format } from "./topology.ts";

/** The pipeline node for which something is done. */
export interface Owner {
  readonly node: string;
  readonly onError: ErrorPolicy;
}

export function partitionByKey(draft: Draft, owner: Owner, part: string | null, stream: DraftStream): DraftStream {
  if (stream.moved || !isEven(stream)) return moveByKey(draft, owner, part, stream, null);
  groupTopics(draft, [stream]);
  return stream;
}

export function copartition(
  draft: Draft,
  owner: Owner,
  streams: readonly { readonly part: string; readonly stream: DraftStream }[],
): DraftStream[] {
  const staying = streams.filter(({ stream }) => !stream.moved && isEven(stream));
  const topics = staying.filter(({ stream }) => stream.origins.common?.single !== true);
  const allSingle = topics.length === 0 && staying.length === streams.length;
  const keyFormat = topics[0]?.stream.origins.common?.keyFormat ?? null;
  const placed = streams.map(({ part, stream }) => {
    const spread = stream.origins.common;
    const stays =
      spread === null ||
      ((allSingle || !spread.single) && (keyFormat === null || sameFormat(spread.keyFormat, keyFormat)));
    if (!stream.moved && isEven(stream) && stays && (allSingle || keyFormat !== null)) return stream;
    return moveByKey(draft, owner, part, stream, keyFormat);
  });
  groupTopics(draft, placed);
  return placed;
}

function isEven({ origins }: DraftStream): boolean {
  return origins.isEven;
}

/** Where the key was changed by a node above, the topic is that node's and serves everybody who reads from it. */
function moveByKey(
  draft: Draft,
  owner: Owner,
  part: string | null,
  stream: DraftStream,
  keyFormat: Format | null,
): DraftStream {
  const [link] = stream.links;
  const from = stream.links.length === 1 && link !== undefined ? draft.nodesById.get(link.from) : undefined;
  const format = keyFormat ?? naturalFormat(stream.type.key);
  if (
    link === undefined ||
    from === undefined ||
    from.node === owner.node ||
    !sameFormat(format, naturalFormat(stream.type.key))
  )
    return repartition(draft, owner, part, stream, null, format);
  const port = must(from.outputs[link.fromPort], "an output port");
  const place = `${from.id}-${port}`;
  const known = draft.shared.get(place);
  if (known !== undefined) return known;
  const moved = repartition(draft, from, port, stream, null, format);
  draft.shared.set(place, moved);
  return moved;
}

/** Through an internal topic; `part` tells it from others of the same node. */
export function repartition(
  draft: Draft,
  owner: Owner,
  part: string | null,
  stream: DraftStream,
  partitions: number | null,
  keyFormat: Format = naturalFormat(stream.type.key),
): DraftStream {
  const topic = repartitionName(draft.pipeline, part === null ? owner.node : `${owner.node}-${part}`);
  const prefix = part === null ? owner.node : `${owner.node}:${part}`;
  const sink = `${prefix}${part === null ? ":" : "-"}sink`;
  const source = `${prefix}${part === null ? ":" : "-"}source`;
  const { key: keyType, value: valueType } = stream.type;
  const value = naturalFormat(valueType);
  const common = { topic, internal: true, key: keyFormat, keyType, value, valueType };
  addTopic(
    draft,
    { name: topic, role: "repartition", partitions, config: repartitionConfig, create: true },
    owner.node,
  );
  addNode(draft, {
    id: sink,
    node: owner.node,
    type: "sink",
    config: { ...common, partition: null, compression: "lz4" },
    inputs: stream.links.map((link) => ({ port: 0, ...link })),
    outputs: [],
    types: [],
    onError: owner.onError,
  });
  addNode(draft, {
    id: source,
    node: owner.node,
    type: "source",
    config: { ...common, time: null, idleTimeoutMs: null, maxFutureSkewMs: null, startAt: "earliest", uses: [] },
    inputs: [],
    outputs: ["out"],
    types: [stream.type],
    onError: owner.onError,
  });
  draft.repartitions.set(topic, { sink, source });
  return {
    type: stream.type,
    links: [{ from: source, fromPort: 0, edge: null }],
    origins: originOf(topic, { single: false, keyFormat }),
    moved: false,
  };
}

function groupTopics(draft: Draft, streams: readonly DraftStream[]): void {
  const topics = groupOrigins(streams.map((stream) => stream.origins));
  if (topics.size > 1) draft.copartitionGroups.push(topics);
}
