import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { PASSPHRASE, type Ran, Workspace } from "./workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie has ended: nobody has asked for its exit code yet.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

const until = async (isReached: () => boolean): Promise<void> => {
  while (!isReached()) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** What the SDK and zod load at their start for few programs. */
const HEAVY = [
  ...["typescript", "@npmcli/arborist", "spdx-correct", "execa", "js-yaml", "semver"],
  ...["@opentelemetry/sdk-trace-node", "@pulumi/pulumi/automation", "zod/v4/locales/de.cjs"],
];
const LOADED = `
const loaded = () => ${JSON.stringify(HEAVY)}.filter((name) =>
  Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name)));
`;
const pid = (name: string, { folder } = workspace): number => Number(readFileSync(join(folder, `pid-${name}`), "utf8"));

describe("the processes of a run", () => {
  const names = `Object.keys(process.env).filter((name) => /PASSPHRASE|TOKEN|MINE/.test(name)).sort().join()`;
  const PROGRAM = `${LOADED}
console.log("out of the program\\n\\nand more"); console.error("err of the program");
const make = provider.create;
provider.create = async function (news) {
  console.log("out of the provider"); console.error("err of the provider");
  const { outs, ...made } = await make.call(this, news);
  return { ...made, outs: { ...outs, serial: ${names} } };
};
const a = new Thing("a");
exports.program = ${names};
exports.provider = a.serial;
exports.trace = pulumi.output(1).apply(() => {
  try { require("./thrower.js").fail(); } catch (error) { return error.stack; }
});
exports.late = (async () => {
  const { size } = await pulumi.runtime.computeCodePaths({ extraIncludePaths: ["index.js"] });
  const { text } = await pulumi.runtime.serializeFunction(() => size);
  const tracing = require("@pulumi/pulumi/cmd/run/tracing.js");
  tracing.start("http://127.0.0.1:1/");
  return {
    isSome: size > 0,
    isText: text.includes("() => size"),
    isTracing: tracing.newSpan("late").isRecording(),
    hasAutomation: typeof pulumi.automation.LocalWorkspace.createStack === "function",
    hasLanguages: typeof require("zod").locales.de().localeError === "function",
    loaded: loaded(),
  };
})();
pulumi.log.warn("about a", a); pulumi.log.debug("may hold a secret");
`;

  let good: Workspace;
  let ran: Ran;
  beforeAll(async () => {
    good = new Workspace();
    good.write("thrower.js", `exports.fail = () => { throw new Error("no"); };\n//# sourceMappingURL=thrower.js.map\n`);
    // The first line of thrower.js stands for line 8 of its source.
    good.write(
      "thrower.js.map",
      JSON.stringify({ version: 3, file: "thrower.js", sources: ["thrower.ts"], names: [], mappings: "AAOA" }),
    );
    const own = { PULUMI_CONFIG_PASSPHRASE: "x", PULUMI_ACCESS_TOKEN: "x", PULUMI_CONFIG_PASSPHRASE_FILE: "x" };
    ran = await good.run("up", PROGRAM, { env: { PID_FILE: join(good.folder, "pid-"), MINE: "1", ...own } });
  });
  afterAll(() => good.remove());

  test("are gone when it succeeds", () => {
    expect(ran.result).toBe("succeeded");
    expect(isAlive(pid("program", good))).toBe(false);
    expect(isAlive(pid("provider", good))).toBe(false);
  });

  test("are gone when it fails in the provider, also when the program would run on", async () => {
    const endless = await workspace.run("up", `new Thing("a"); setInterval(() => {}, 1000);`, {
      env: { FAIL: "create:a", PID_FILE: join(workspace.folder, "pid-") },
    });
    expect(endless.result).toBe("failed");
    expect(isAlive(pid("program"))).toBe(false);
    expect(isAlive(pid("provider"))).toBe(false);
  });

  test("are gone when it fails in the program, which is told where a function that cannot become text comes from", async () => {
    const failed = await workspace.run(
      "up",
      `new Thing("a");
      const map = new Map();
      module.exports = pulumi.runtime.serializeFunction(() => map.size);`,
      { env: { PID_FILE: join(workspace.folder, "pid-") } },
    );
    expect(failed.complaints[0]).toMatch(/Error serializing '\(\) => map\.size': index\.js\(\d+,\d+\)/);
    expect(failed.result).toBe("failed");
    expect(isAlive(pid("program"))).toBe(false);
    if (existsSync(join(workspace.folder, "pid-provider"))) expect(isAlive(pid("provider"))).toBe(false);
  });

  test("are given the environment, but not what is the engine's own", () => {
    expect(ran.outputs).toMatchObject({ program: "MINE", provider: "MINE" });
  });

  test("tell what they write as messages of the stack", () => {
    const told = ran.events.flatMap((event) =>
      event.kind === "diagnostic" ? [`${event.severity}: ${event.message}`] : [],
    );
    expect([...told].sort()).toEqual([
      "info: and more",
      "info: err of the program",
      "info: err of the provider",
      "info: out of the program",
      "info: out of the provider",
      "warning: about a",
    ]);
    expect(ran.events).toContainEqual({
      kind: "diagnostic",
      severity: "warning",
      urn: good.resource("a").urn,
      message: "about a",
    });
  });

  test("have the SDK's heavy parts, and the messages of zod, once they are used", () => {
    expect(ran.outputs["late"]).toEqual({
      ...{ isSome: true, isText: true, isTracing: true, hasAutomation: true, hasLanguages: true },
      loaded: HEAVY.filter((name) => name !== "execa" && name !== "js-yaml"),
    });
  });

  test("tell positions in the sources of programs with source maps, and those in the SDK's own files", () => {
    expect(ran.outputs["trace"]).toMatch(/thrower\.ts:8:/);
    expect(ran.outputs["trace"]).toMatch(/pulumi.output\.js:\d+:/);
  });
});

describe("an engine that is killed", () => {
  const start = (program: string, env: Record<string, string>): ChildProcess => {
    workspace.writeProgram(program);
    workspace.write(
      "run.js",
      `
const { runOperation } = require(${JSON.stringify(join(__dirname, "../../../local/engine/engine.js"))});
runOperation({ operation: "up", cwd: __dirname, stack: "dev", stateFolder: __dirname + "/state",
  passphrase: ${JSON.stringify(PASSPHRASE)}, env: process.env });
`,
    );
    return spawn(process.execPath, [join(workspace.folder, "run.js")], {
      env: { ...process.env, JOURNAL: workspace.journal, ...env },
      stdio: "ignore",
    });
  };

  test("leaves no process, a state that the next run can use, and a pending creation", async () => {
    const program = `const b = new Thing("b"); new Thing("a", {}, { dependsOn: b });`;
    const engine = start(program, {
      PID_FILE: join(workspace.folder, "pid-"),
      PAUSE: `create:a=${join(workspace.folder, "never")}`,
    });
    await until(() => workspace.read("journal").includes("create a"));
    engine.kill("SIGKILL");
    await once(engine, "exit");
    await until(() => !isAlive(pid("program")) && !isAlive(pid("provider")));
    const { resources = [], pending_operations: pending } = (await workspace.exported()).deployment;
    expect(resources.map(({ id = "" }) => id)).toEqual(["", expect.any(String), "b-1"]);
    expect(pending).toMatchObject([{ type: "creating" }]);

    const ran = await workspace.run("up", program, { env: { PID_FILE: join(workspace.folder, "pid-") } });
    expect(ran.result).toBe("succeeded");
    expect(ran.complaints.join()).toContain("interrupted while creating");
    expect(ran.steps).toEqual(["create a"]);
  });
});

describe("programs", () => {
  /** Has the program in a folder of its own. */
  const nested = (main: string, runtime: string, files: Readonly<Record<string, string>>): void => {
    workspace.write("Pulumi.yaml", `name: lab\nruntime: ${runtime}\nmain: ${main}\n`);
    mkdirSync(join(workspace.folder, "inner"));
    for (const [name, text] of Object.entries(files)) workspace.write(`inner/${name}`, text);
  };

  test("may be written in TypeScript, and stand in a file that Pulumi.yaml names, in whose folder they run", async () => {
    nested("inner/main.ts", "nodejs", {
      "package.json": JSON.stringify({ name: "inner", main: "other.js" }),
      // The types of the SDK and of Node.js take seconds to check.
      "sdk.d.ts": "export declare const getStack: () => string;",
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          target: "es2022",
          lib: ["es5"],
          strict: true,
          types: [],
          paths: { "@pulumi/pulumi": ["./sdk.d.ts"] },
        },
      }),
      "main.ts": `import * as pulumi from "@pulumi/pulumi";
declare const process: { cwd(): string };
export const stack: string = pulumi.getStack();
export const cwd: string | undefined = process.cwd().split("/").pop();
`,
    });
    expect((await workspace.run("up", "")).outputs).toEqual({ stack: "dev", cwd: "inner" });
  });

  test("may be ES modules, stand in a folder that Pulumi.yaml names, and run there; heavy parts of the SDK are not loaded", async () => {
    nested("inner", "{ name: nodejs, options: { typescript: false } }", {
      "package.json": JSON.stringify({ name: "inner", type: "module", main: "main.js" }),
      "main.js": `import { basename } from "node:path";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import "pulumi-cybersource-webhooks";
const require = createRequire(import.meta.url);
${LOADED}
new pulumi.ComponentResource("lab:index:Group", "g");
export const where = pulumi.getProject();
export const cwd = basename(process.cwd());
export const late = loaded();
`,
    });
    expect((await workspace.run("up", "")).outputs).toEqual({ where: "lab", cwd: "inner", late: [] });
  });

  test("that are not there are an error of the project", async () => {
    workspace.write("Pulumi.yaml", "name: lab\nruntime: nodejs\nmain: nowhere\n");
    await expect(workspace.run("up", "")).rejects.toMatchObject({ code: "ERR_ENGINE_PROJECT" });
  });
});
