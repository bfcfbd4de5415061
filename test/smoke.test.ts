import assert from "node:assert/strict";
import { test } from "node:test";
test("node is 24 or newer", () => assert.ok(Number.parseInt(process.versions.node, 10) >= 24));
