/** Which version of each request both sides speak (KIP-35), and which features the cluster has switched on (KIP-584). */
import type { Connection } from "./connection.ts";
import { checkBroker } from "./broker-error.ts";
import { api, apiByKey } from "./protocol/codec.ts";
import type { ApiName, ResponseBodies } from "./protocol/codec.ts";
import { addressText } from "./connection-error.ts";
import { errorCode } from "./protocol/error-codes.ts";

export interface BrokerVersions extends ReadonlyMap<ApiName, number> {
  /** Finalised level by feature name; empty for brokers before features. */
  readonly features: ReadonlyMap<string, number>;
}

const client = { clientSoftwareName: "weir", clientSoftwareVersion: "0.1.0" };

/** Asks in our newest version; a broker that does not know that one says so in version 0, with the versions that it knows. */
export async function negotiate(connection: Connection): Promise<BrokerVersions> {
  const newest = api("ApiVersions").max;
  let answer = await connection.requestVersion("ApiVersions", newest, client);
  if (answer.errorCode === errorCode.UNSUPPORTED_VERSION) {
    const known = answer.apiKeys.find(({ apiKey }) => apiKey === api("ApiVersions").key);
    const version = Math.max(0, Math.min(newest, known?.maxVersion ?? 0));
    answer = await connection.requestVersion("ApiVersions", version, client);
  }
  checkBroker(answer.errorCode, `to tell its versions (${addressText(connection.address)})`);
  return Object.assign(commonVersions(answer), { features: finalisedFeatures(answer) });
}

function commonVersions(answer: ResponseBodies["ApiVersions"]): Map<ApiName, number> {
  const versions = new Map<ApiName, number>();
  for (const { apiKey, minVersion, maxVersion } of answer.apiKeys) {
    const table = apiByKey(apiKey);
    if (table === undefined) continue;
    const version = Math.min(maxVersion, table.max);
    if (version >= minVersion && version >= table.min) versions.set(table.name, version);
  }
  return versions;
}

function finalisedFeatures(answer: ResponseBodies["ApiVersions"]): Map<string, number> {
  return new Map(answer.finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel]));
}
