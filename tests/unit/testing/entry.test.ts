import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { runNode } from "../../cli/run-cli.js";
import { createScratch } from "../../support/project.js";

const REPORT = `
const report = await checkTokenEndpoint({ url: "none", clientId: "a", clientSecret: "b" });
console.log(report.checks.map(({ name, ok }) => name + " " + ok).join());
const loaded = Object.keys(process.getBuiltinModule("node:module")._cache);
console.log(loaded.some((path) => /node_modules\\/(got|@pulumi)\\//.test(path)));
`;

test.each([
  [
    "an ES module",
    "program.mjs",
    `import { checkTokenEndpoint } from "pulumi-cybersource-webhooks/testing"; ${REPORT}`,
  ],
  [
    "CommonJS",
    "program.cjs",
    `const { checkTokenEndpoint } = require("pulumi-cybersource-webhooks/testing"); (async () => { ${REPORT} })();`,
  ],
])("%s can load the entry from the installed package, without Pulumi or got", async (_kind, name, source) => {
  const program = join(createScratch("testing-entry"), name);
  writeFileSync(program, source);
  expect(await runNode([program])).toEqual({ status: 0, stdout: "url false\nfalse\n", stderr: "" });
});
