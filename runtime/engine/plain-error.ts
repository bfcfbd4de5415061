import { errorCodes, WeirError } from "../../shared/errors.ts";
import type { ErrorCode } from "../../shared/errors.ts";
import type { PlainError } from "./worker-messages.ts";

export function toPlainError(error: unknown): PlainError {
  if (error instanceof WeirError)
    return { code: error.code, message: error.message, hint: error.hint ?? null, node: error.node ?? null };
  return {
    code: "RUN_0500",
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    hint: null,
    node: null,
  };
}

export function fromPlainError(plain: PlainError): WeirError {
  return new WeirError(isErrorCode(plain.code) ? plain.code : "RUN_0500", plain.message, {
    ...(plain.hint === null ? {} : { hint: plain.hint }),
    ...(plain.node === null ? {} : { node: plain.node }),
  });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
