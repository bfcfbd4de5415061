/** What a person set for themselves: theme, panel sizes, keys. Kept by the host, applied at once. */
import { createStore } from "zustand/vanilla";
import type { Host } from "../../../shared/protocol/host-api.ts";

export interface Preferences {
  readonly theme: "dark" | "light" | "system";
  readonly leftWidth: number;
  readonly rightWidth: number;
  readonly bottomHeight: number;
  readonly leftOpen: boolean;
  readonly rightOpen: boolean;
  readonly bottomOpen: boolean;
  /** Keys by command, where they differ from the default; "" takes the key away. */
  readonly keys: Readonly<Record<string, string>>;
  readonly snap: boolean;
  readonly minimap: boolean;
}

export const defaultPreferences: Preferences = {
  theme: "system",
  leftWidth: 232,
  rightWidth: 344,
  bottomHeight: 268,
  leftOpen: true,
  rightOpen: true,
  bottomOpen: true,
  keys: {},
  snap: true,
  minimap: true,
};

export const preferencesStore = createStore<Preferences>(() => defaultPreferences);

export async function loadPreferences(host: Host): Promise<void> {
  const saved = await host.call("preferences.get", {});
  const known = Object.fromEntries(
    Object.entries(defaultPreferences).flatMap(([name, value]) =>
      typeof saved[name] === typeof value ? [[name, saved[name]]] : [],
    ),
  );
  preferencesStore.setState(known);
}

export function setPreference<K extends keyof Preferences>(host: Host, name: K, value: Preferences[K]): void {
  preferencesStore.setState({ [name]: value });
  // What cannot be kept now is kept the next time; nothing depends on it.
  host.call("preferences.set", { name, value }).catch(() => {});
}

export function applyTheme(theme: Preferences["theme"]): void {
  const dark = theme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}
