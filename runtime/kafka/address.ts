import { WeirError } from "../../shared/errors.ts";
import type { BrokerAddress } from "./connection-error.ts";

/** `host:port`, `[ipv6]:port`; the port is 9092 where there is none. */
export function parseAddress(text: string): BrokerAddress {
  const match = /^(?:\[(?<v6>[0-9a-fA-F:.]+(?:%[\w.-]+)?)\]|(?<host>[^\s:/[\]]+))(?::(?<port>\d{1,5}))?$/u.exec(
    text.trim(),
  );
  const host = match?.groups?.["v6"] ?? match?.groups?.["host"];
  const port = Number(match?.groups?.["port"] ?? 9092);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new WeirError("KAFKA_0006", `"${text}" is not the address of a broker.`, {
      hint: "Write host:port, or [address]:port for IPv6.",
    });
  }
  return { host, port };
}
