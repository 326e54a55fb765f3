import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { hasCli } from "../e2e/engine/cli.js";
import { BothEngines, type Round } from "./both-engines.js";

const BASE = `
const s = new Thing("s");
new Thing("d", {}, { dependsOn: s });
`;
const TELL = { TELL: "yes" };
const NIGHTLY = ["--refresh", "--run-program", "--continue-on-error"];

const ROUNDS: readonly Round[] = [
  {
    title: "creates",
    program: `${BASE} new Thing("k", { colour: "red" }); new Thing("old");`,
    operation: "up",
    setting: "one",
    requests: ["check s", "check d", "check k", "check old", "create s", "create d", "create k", "create old"],
  },
  {
    title: "reads with the last configuration",
    program: `throw new Error("not run");`,
    operation: "refresh",
    setting: "two",
    env: TELL,
    requests: ["d", "k", "old", "s"].flatMap((name) => [`read ${name} with one`, `diff ${name}`]),
  },
  {
    title: "reads with the program's configuration, also what the program no longer declares, and creates nothing",
    program: `${BASE} const n = new Thing("n"); new Thing("k", { colour: n.serial }, { parent: new Group("g") });
      new Thing("m", { colour: n.serial });`,
    operation: "refresh",
    flags: ["--run-program"],
    env: TELL,
    requests: ["d", "k", "old", "s"].flatMap((name) => [`read ${name} with two`, `diff ${name}`]),
  },
  {
    title: "reads everything before the program runs",
    program: `${BASE} new Thing("k", { colour: "red" }); new Thing("old");`,
    operation: "up",
    flags: ["--refresh"],
    env: { ...TELL, DRIFT: "k" },
    requests: [
      ...["d", "k", "old", "s"].flatMap((name) => [`read ${name} with two`, `diff ${name}`, `diff ${name}`]),
      ...["d", "k", "old", "s"].map((name) => `check ${name} again`),
      "update k",
    ],
  },
  {
    title: "reads what the program declares with its configuration, mends and creates anew what is gone",
    program: `${BASE} new Thing("k", { colour: "red" });`,
    operation: "up",
    setting: "three",
    flags: NIGHTLY,
    env: { ...TELL, DRIFT: "k", GONE: "d" },
    requests: [
      ...["s", "d", "k"].map((name) => `read ${name} with three`),
      ...["s", "s", "k", "k"].map((name) => `diff ${name}`),
      ...["check s again", "check d", "check k again", "create d", "update k", "delete old with three"],
    ],
  },
  {
    title: "ends at the first failed read if the program runs, even if it continues on errors",
    program: `const s = new Thing("s"); const d = new Thing("d", {}, { dependsOn: s }); new Thing("k", {}, { dependsOn: d });`,
    operation: "up",
    flags: NIGHTLY,
    env: { FAIL: "read:s" },
    requests: ["read s"],
    failure: "read of s refused",
  },
  {
    title: "reads all, and runs no program after a failed read",
    program: `throw new Error("not run");`,
    operation: "up",
    flags: ["--refresh", "--continue-on-error"],
    env: { FAIL: "read:s" },
    requests: ["read s", "read d", "read k", "diff d", "diff k"],
    failure: "read of s refused",
  },
  {
    title: "shows in a preview what it would do",
    program: `${BASE} new Thing("k", { colour: "red" });`,
    operation: "preview",
    flags: ["--refresh", "--run-program"],
    env: { DRIFT: "k" },
    requests: ["s", "d", "k"].flatMap((name) => [
      `read ${name}`,
      `diff ${name}`,
      `check ${name} again`,
      `diff ${name}`,
    ]),
  },
  {
    title: "takes over a replacementTrigger",
    program: `${BASE} new Thing("k", { colour: "red" }, { replacementTrigger: "one" });`,
    operation: "up",
    requests: ["s", "d", "k"].flatMap((name) => [`check ${name} again`, `diff ${name}`]),
  },
  {
    title: "forgets that a replacementTrigger has changed if it reads while the program runs",
    program: `${BASE} new Thing("k", { colour: "red" }, { replacementTrigger: "two" });`,
    operation: "up",
    flags: NIGHTLY,
    requests: ["s", "d", "k"].flatMap((name) => [
      `read ${name}`,
      `diff ${name}`,
      `check ${name} again`,
      `diff ${name}`,
    ]),
  },
  {
    title: "deletes everything with the program's configuration, and creates nothing",
    program: `const n = new Thing("n"); new Thing("d", { colour: n.serial }); new Thing("k", {}, { parent: new Group("g") });`,
    operation: "destroy",
    setting: "four",
    flags: ["--run-program"],
    env: TELL,
    requests: ["delete k with four", "delete d with four", "delete s with four"],
  },
  {
    title: "creates again",
    program: `new Thing("a");`,
    operation: "up",
    requests: ["check a", "create a"],
  },
  {
    title: "reads before it deletes, both with the last configuration",
    program: `throw new Error("not run");`,
    operation: "destroy",
    setting: "five",
    flags: ["--refresh"],
    env: TELL,
    requests: ["read a with four", "diff a", "delete a with four"],
  },
];

describe.each([hasCli])("with the Pulumi CLI: %s", (isWithCli) => {
  let engines: BothEngines;
  beforeAll(async () => {
    engines = new BothEngines(isWithCli);
    await engines.start();
  });
  afterAll(() => engines.workspace.remove());

  test.each(ROUNDS)("$title", (round) => engines.run(round));
});
