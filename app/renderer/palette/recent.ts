/** Operators that were used last, kept among the preferences. */
import { createStore } from "zustand/vanilla";
import { catalogue } from "../../../shared/operators/catalogue.ts";
import { host } from "../host/connect.ts";

const most = 4;
const name = "recentOperators";

export const recentStore = createStore<{ readonly types: readonly string[]; readonly loaded: boolean }>(() => ({
  types: [],
  loaded: false,
}));

export async function loadRecent(): Promise<void> {
  if (recentStore.getState().loaded) return;
  const saved = (await host.call("preferences.get", {}))[name];
  const types = Array.isArray(saved) ? saved.filter((type) => typeof type === "string" && catalogue.has(type)) : [];
  recentStore.setState({ types: types.slice(0, most), loaded: true });
}

export function rememberUse(type: string): void {
  const types = [type, ...recentStore.getState().types.filter((other) => other !== type)].slice(0, most);
  recentStore.setState({ types, loaded: true });
  // What cannot be kept now is kept with the next one.
  host.call("preferences.set", { name, value: types }).catch(() => {});
}
