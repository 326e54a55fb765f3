import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { folder } from "./receiver-checks.mjs";

const require = createRequire(import.meta.url);

for (const name of ["typescript-5.4", "typescript-5.6", "typescript-5.9", "typescript"]) {
  for (const project of ["tsconfig.json", "tsconfig.dom.json"]) {
    test(`${name} accepts every receiver: ${project}`, () => {
      const tsc = require.resolve(`${name}/bin/tsc`);
      const { stdout } = spawnSync(process.execPath, [tsc, "--project", project, "--pretty", "false"], {
        cwd: folder,
        encoding: "utf8",
      });
      assert.equal(stdout, "");
    });
  }
}
