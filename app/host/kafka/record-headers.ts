/** Headers for kafkajs, which wants an object; a name that stands several times becomes a list. */
import type { IHeaders } from "kafkajs";
import { WeirError } from "../../../shared/errors.ts";

/** Throws HOST_0016 for a header without a value: kafkajs 2.2.4 reads them but fails to measure them when it writes. */
export function toHeaders(list: readonly (readonly [string, Buffer | null])[]): IHeaders {
  const headers: [string, Buffer[]][] = [...Map.groupBy(list, ([name]) => name)].map(([name, entries]) => [
    name,
    entries.map(([, value]) => value ?? refuseNull(name)),
  ]);
  return Object.fromEntries(headers);
}

function refuseNull(name: string): never {
  throw new WeirError("HOST_0016", `The header ${name} has no value, and such headers cannot be written from here.`, {
    hint: "Give it an empty text instead.",
  });
}
