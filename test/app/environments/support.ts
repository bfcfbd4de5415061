import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { SystemSealing } from "../../../app/host/environments/system-store.ts";

/** Its real path, removed after the test. */
export function makeFolder(context: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "weir-environments-")));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Seals as a keyring would, as far as a program can see: what it gives back does not show what went in. */
export function fakeSystem(backend = "gnome_libsecret", available = true): SystemSealing & { rotate(): void } {
  let rotated = false;
  const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
  return {
    rotate: () => (rotated = true),
    isAsyncEncryptionAvailable: () => Promise.resolve(available),
    encryptStringAsync: (text) => Promise.resolve(flip(Buffer.from((rotated ? "2" : "1") + text))),
    decryptStringAsync: (sealed) => {
      const text = flip(sealed).toString();
      if (!/^[12]/.test(text)) return Promise.reject(new Error("not sealed here"));
      return Promise.resolve({ result: text.slice(1), shouldReEncrypt: rotated && text.startsWith("1") });
    },
    getSelectedStorageBackend: () => backend,
  };
}
