import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project.js";

/** A program, and the configuration of its stack. */
export interface ProgramCase {
  readonly values: Readonly<Record<string, string>>;
  /** The keys of `values` that are secret. */
  readonly secrets?: readonly string[];
  /** It sees `pulumi`, `sdk` with the classes of this package, and `config`, that of the project `project`. */
  readonly program: string;
}

/** How many resources a run registered, and the messages of the errors that ended it. */
export interface ProgramResult {
  readonly registered: number;
  readonly thrown: readonly string[];
}

const RUN = `
const pulumi = require("@pulumi/pulumi");
const sdk = require(process.argv[1]);
const { cases, folder } = JSON.parse(process.argv[2]);
process.chdir(folder);
console.warn = () => {};
const config = new pulumi.Config("project");
const thrown = new Set();
process.on("unhandledRejection", ({ message }) => thrown.add(message.replace(/^error serializing property "\\w+": /, "")));
const turns = async () => { for (let i = 0; i < 50; i++) await new Promise(setImmediate); };
const runCase = async ({ values, secrets = [], program }, isPreview) => {
  let registered = 0;
  thrown.clear();
  pulumi.runtime.setAllConfig(values, secrets);
  pulumi.runtime.setMocks({
    newResource: ({ type }) => {
      if (type !== "pulumi:pulumi:Stack") registered++;
      return { id: "id", state: {} };
    },
    call: () => ({}),
  }, "project", "stack", isPreview);
  void pulumi.runtime.runInPulumiStack(async () => void eval(program));
  await turns();
  return { registered, thrown: [...thrown] };
};
(async () => {
  const results = {};
  for (const [name, each] of Object.entries(cases)) results[name] = [await runCase(each, true), await runCase(each, false)];
  console.log(JSON.stringify(results));
})();`;

/**
 * Runs each program in a preview and in an up. All run in a process of their own, because Pulumi ends the program when an
 * input rejects.
 *
 * @param folder that of the project `project`, whose stack is `stack`
 */
export const runPrograms = (
  cases: Readonly<Record<string, ProgramCase>>,
  folder: string,
): Readonly<Record<string, readonly ProgramResult[]>> => {
  const provider = join(PROJECT_ROOT, "dist/provider/index.js");
  const printed = execFileSync(
    process.execPath,
    ["--no-warnings", "--eval", RUN, provider, JSON.stringify({ cases, folder })],
    { cwd: PROJECT_ROOT, encoding: "utf8" },
  );
  return JSON.parse(printed) as Record<string, ProgramResult[]>;
};
