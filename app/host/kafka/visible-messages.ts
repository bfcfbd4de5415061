/**
 * What a reader with `read_committed` sees of a fetch. kafkajs' own filter takes any record with four zero bytes as key for the end of an aborted
 * transaction; this one asks for markers, and takes the aborted transactions in the order of their first offsets, as the Java client does.
 */

export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;
  readonly isControlRecord?: boolean;
  readonly batchContext?: { readonly producerId: string; readonly inTransaction: boolean };
}

type HeaderValue = Buffer | string | null | undefined;

const abortMarkerType = 0;

export function visibleMessages(
  messages: readonly FetchedMessage[],
  abortedTransactions: readonly { readonly producerId: string; readonly firstOffset: string }[],
): FetchedMessage[] {
  const coming = abortedTransactions
    .map(({ producerId, firstOffset }) => ({ producerId, first: BigInt(firstOffset) }))
    .toSorted((one, other) => (one.first < other.first ? -1 : Number(one.first > other.first)));
  const aborted = new Set<string>();
  let next = 0;
  return messages.filter((message) => {
    const offset = BigInt(message.offset);
    for (let one = coming[next]; one !== undefined && one.first <= offset; one = coming[++next])
      aborted.add(one.producerId);
    const producer = message.batchContext?.producerId ?? "-1";
    if (message.isControlRecord === true) {
      if (markerType(message) === abortMarkerType) aborted.delete(producer);
      return false;
    }
    return !(message.batchContext?.inTransaction === true && aborted.has(producer));
  });
}

/** Of a control record's key: version, type. */
function markerType({ key }: FetchedMessage): number {
  return key !== null && key.length >= 4 ? key.readInt16BE(2) : -1;
}

/** In their order; a name that stands several times comes as often. */
export function headerList(message: FetchedMessage): (readonly [string, Buffer | null])[] {
  return Object.entries(message.headers ?? {}).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value: HeaderValue): readonly [string, Buffer | null] => [
      name,
      value === null || value === undefined ? null : Buffer.from(value),
    ]),
  );
}
