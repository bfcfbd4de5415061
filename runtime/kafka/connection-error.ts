import { WeirError } from "../../shared/errors.ts";

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

export function addressText({ host, port }: BrokerAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The connection is gone: whether the request was carried out is not known. Trying again elsewhere or later may help. */
export class ConnectionError extends WeirError {
  constructor(address: BrokerAddress, what: string, options: { cause?: unknown; hint?: string } = {}) {
    super("KAFKA_0002", `The connection to the broker ${addressText(address)} ${what}.`, {
      hint: "Check that the broker runs and that its address and port are right.",
      ...options,
    });
  }
}
