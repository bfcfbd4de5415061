/** Who a producer is to the brokers: they refuse what does not follow on what this id and epoch have written before (KIP-98, KIP-360). */
import { BrokerError } from "./broker-error.ts";
import type { Cluster } from "./cluster.ts";

export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

const unknown: ProducerIdentity = { producerId: -1, producerEpoch: -1 };

/** A new identity, or the next epoch of the one that is held. */
export async function initProducerId(cluster: Cluster, held: ProducerIdentity = unknown): Promise<ProducerIdentity> {
  const what = "to identify the producer";
  const body = { transactionalId: null, transactionTimeoutMs: 0x7fff_ffff, ...held };
  const answer = await cluster.request("InitProducerId", body, "any", { what });
  if (answer.errorCode !== 0) throw new BrokerError(answer.errorCode, what);
  return { producerId: answer.producerId, producerEpoch: answer.producerEpoch };
}
