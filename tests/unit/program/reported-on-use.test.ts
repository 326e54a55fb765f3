import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";

/** In a process of its own, because Jest fails a test with an unhandled rejection. Prints what Node.js reports of each output. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { reportedOnUse } = require(process.argv[1]);
const reported = [];
process.on("unhandledRejection", ({ message }) => reported.push("unhandled " + message));
process.on("warning", ({ name }) => reported.push(name));
const refused = (message) => pulumi.output(Promise.reject(new Error(message)));
const turns = async () => { for (let i = 0; i < 20; i++) await new Promise(setImmediate); };
(async () => {
  const [output, plain] = [reportedOnUse(refused("refused")), refused("plain")];
  await turns();
  const uses = [];
  for (const each of [output, plain]) await each.isKnown.catch(({ message }) => uses.push(message));
  await turns();
  console.log(JSON.stringify({ reported: [...new Set(reported)], uses }));
})();`;

test("an output that rejects isn't reported before it's used, unlike any other, and rejects then", () => {
  const module = join(__dirname, "../../../provider/program/reported-on-use.js");
  const printed = execFileSync(process.execPath, ["--eval", PROGRAM, module], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
    stdio: "pipe",
  });
  expect(JSON.parse(printed)).toEqual({
    reported: ["unhandled plain", "PromiseRejectionHandledWarning"],
    uses: ["refused", "plain"],
  });
});
