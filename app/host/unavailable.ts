/** Stands where a part is missing: each of its methods says so. */
import { WeirError } from "../../shared/errors.ts";
import type { HostMethod } from "../../shared/protocol/host-methods.ts";
import type { HostPart } from "./host-part.ts";

type Refusing<M extends HostMethod> = Record<M, () => never>;

export function unavailable<const M extends HostMethod>(methods: readonly M[]): HostPart<M> {
  const refuse = (method: M) => (): never => {
    throw new WeirError("HOST_0001", `This host has no \`${method}\`.`, { hint: "Update Weir." });
  };
  const handlers: Partial<Refusing<M>> = {};
  for (const method of methods) handlers[method] = refuse(method);
  return { handlers: handlers as Refusing<M> };
}
