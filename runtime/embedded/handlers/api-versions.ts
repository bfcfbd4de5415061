import type { Partially, ResponseBodies } from "../../kafka/protocol/codec.ts";
import { errorCode } from "../../kafka/protocol/error-codes.ts";
import { api } from "../../kafka/protocol/schema.ts";
import type { ApiName } from "../../kafka/protocol/messages.ts";

/** The protocols that a Kafka 4.3 cluster has switched on. */
const features = [
  { name: "group.version", level: 1 },
  { name: "kraft.version", level: 1 },
  { name: "streams.version", level: 1 },
  { name: "transaction.version", level: 2 },
];

const softwareName = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/u;

export function apiVersions(
  names: readonly ApiName[],
  client: { readonly name: string; readonly version: string } | undefined,
): Partially<ResponseBodies["ApiVersions"]> {
  if (client !== undefined && !(softwareName.test(client.name) && softwareName.test(client.version))) {
    return { errorCode: errorCode.INVALID_REQUEST };
  }
  return {
    apiKeys: names
      .map((name) => api(name))
      .toSorted((a, b) => a.key - b.key)
      .map(({ key, min, max }) => ({ apiKey: key, minVersion: min, maxVersion: max })),
    supportedFeatures: features.map(({ name, level }) => ({ name, minVersion: 0, maxVersion: level })),
    finalizedFeaturesEpoch: 1,
    finalizedFeatures: features.map(({ name, level }) => ({ name, minVersionLevel: level, maxVersionLevel: level })),
  };
}
