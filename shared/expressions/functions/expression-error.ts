import { ValueError } from "../../records/value-error.ts";

/** An expression cannot give a value for this record (or, while a call is bound, for any record). Follows the node's `onError`. */
export class ExpressionError extends ValueError {
  constructor(...parameters: ConstructorParameters<typeof ValueError>) {
    super(...parameters);
    this.name = "ExpressionError";
  }
}
