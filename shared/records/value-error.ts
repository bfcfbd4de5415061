import { WeirError, type ErrorCode } from "../errors.ts";

/** A value of one record is not what it should be: malformed, out of range, of another type. Follows the node's `onError`, never stops the engine. */
export class ValueError extends WeirError {
  constructor(code: ErrorCode, message: string, hint?: string) {
    super(code, message, hint === undefined ? {} : { hint });
    this.name = "ValueError";
  }
}
