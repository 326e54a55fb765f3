import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { hasCli } from "../e2e/engine/cli.js";
import { BothEngines, type Round } from "./both-engines.js";

const program = ({ c = "red", rest = "" } = {}): string => `
const a = new Thing("a");
new Thing("b", { colour: a.serial });
new Thing("c", { colour: "${c}" });
${rest}
`;

const ROUNDS: readonly Round[] = [
  {
    title: "creates",
    program: program({
      rest: `const e = new Thing("e"); new Thing("f", {}, { dependsOn: e, parent: new Group("g") });`,
    }),
    operation: "up",
    requests: ["a", "b", "c", "e", "f"].flatMap((name) => [`check ${name}`, `create ${name}`]),
  },
  {
    title: "replaces one resource, and leaves all others as they are",
    program: program({ c: "blue", rest: `new Thing("n"); new Thing("f", {}, { parent: new Group("g") });` }),
    operation: "up",
    flags: ["--target-replace", "URN:a"],
    requests: ["check a", "create a", "delete a"],
  },
  {
    title: "replaces one resource and handles all others",
    program: program({
      c: "blue",
      rest: `const e = new Thing("e"); new Thing("f", {}, { dependsOn: e, parent: new Group("g") });`,
    }),
    operation: "up",
    flags: ["--replace", "URN:c"],
    requests: [
      ...["a", "b", "e", "f"].flatMap((name) => [`check ${name} again`, `diff ${name}`]),
      ...["update b", "check c", "create c", "delete c"],
    ],
  },
  {
    title: "refuses a target that needs a new resource",
    program: program({ rest: `const n = new Thing("n"); new Thing("o", { colour: n.serial });` }),
    operation: "up",
    flags: ["--target", "URN:o"],
    requests: ["check o"],
    failure: "which was was not specified in --target list",
  },
  {
    title: "handles a target and what depends on it",
    program: program({ c: "green", rest: `new Thing("n", { colour: a.id });` }).replace(`"a"`, `"a", { colour: "x" }`),
    operation: "up",
    flags: ["--target", "**Thing::a", "--target-dependents"],
    requests: ["check a again", "diff a", "update a", "check b again", "diff b", "check n", "create n"],
  },
  {
    title: "reads a target alone",
    program: "",
    operation: "refresh",
    flags: ["--target", "URN:c"],
    env: { DRIFT: "a,c" },
    requests: ["read c", "diff c"],
  },
  {
    title: "reads a target alone while the program runs",
    program: program(),
    operation: "refresh",
    flags: ["--run-program", "--target", "URN:a"],
    requests: ["read a", "diff a"],
  },
  {
    title: "doesn't know a target",
    program: program(),
    operation: "up",
    flags: ["--target-replace", "URN:nobody"],
    requests: [],
    failure: "::nobody' could not be found in the stack.",
  },
  {
    title: "refuses to delete a target without what depends on it",
    program: "",
    operation: "destroy",
    flags: ["--target", "URN:a"],
    requests: ["diff b", "diff n"],
    failure: "will be destroyed but was not specified in --target list.",
  },
  {
    title: "doesn't delete a target if what depends on it can't be compared",
    program: "",
    operation: "destroy",
    flags: ["--target", "URN:a", "--target-dependents"],
    env: { FAIL: "diff:b" },
    requests: ["diff b"],
    failure: "diff of b refused",
  },
  {
    title: "deletes a target and what depends on it",
    program: "",
    operation: "destroy",
    flags: ["--target", "URN:a", "--target-dependents"],
    requests: ["diff b", "diff n", "delete n", "delete b", "delete a"],
  },
  {
    title: "deletes a target alone while the program runs",
    program: program({
      rest: `const e = new Thing("e"); new Thing("f", {}, { dependsOn: e, parent: new Group("g") });`,
    }),
    operation: "destroy",
    flags: ["--run-program", "--target", "URN:c"],
    requests: ["delete c"],
  },
  {
    title: "deletes the rest",
    program: "",
    operation: "destroy",
    requests: ["delete f", "delete e"],
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
