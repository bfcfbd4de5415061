import { errorCode, type KafkaErrorName } from "../kafka/protocol/error-codes.ts";

/** A request, or a part of it, that is refused: the answer carries the code. */
export class BrokerError extends Error {
  override readonly name = "BrokerError";
  readonly code: number;

  constructor(name: KafkaErrorName, message: string) {
    super(message);
    this.code = errorCode[name];
  }
}

/** Runs a part of a request and gives its error code, 0 when all went well. Anything but a refusal is a fault of this broker. */
export function codeOf(run: () => void): number {
  return outcomeOf(run).errorCode;
}

export function outcomeOf(run: () => void): { errorCode: number; errorMessage: string | null } {
  try {
    run();
    return { errorCode: 0, errorMessage: null };
  } catch (error) {
    if (error instanceof BrokerError) return { errorCode: error.code, errorMessage: error.message };
    throw error;
  }
}
