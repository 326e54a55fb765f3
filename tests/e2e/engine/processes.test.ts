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

const PIDS = `
const told = (name) => require("node:fs").writeFileSync(process.env.PID_FILE + name, String(process.pid));
told("program");
const create = provider.create;
provider.create = async function (news) { require("node:fs").writeFileSync(process.env.PID_FILE + "provider", String(process.pid)); return create.call(this, news); };
`;
const pid = (name: string, { folder } = workspace): number => Number(readFileSync(join(folder, `pid-${name}`), "utf8"));

describe("the processes of a run", () => {
  const names = `Object.keys(process.env).filter((name) => /PASSPHRASE|TOKEN|MINE/.test(name)).sort().join()`;
  const PROGRAM = `${PIDS}
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
pulumi.log.warn("about a", a); pulumi.log.debug("may hold a secret");
`;

  let good: Workspace;
  let ran: Ran;
  beforeAll(async () => {
    good = new Workspace();
    const own = { PULUMI_CONFIG_PASSPHRASE: "x", PULUMI_ACCESS_TOKEN: "x", PULUMI_CONFIG_PASSPHRASE_FILE: "x" };
    ran = await good.run("up", PROGRAM, { env: { PID_FILE: join(good.folder, "pid-"), MINE: "1", ...own } });
  });
  afterAll(() => good.remove());

  test("are gone when it succeeds", () => {
    expect(ran.result).toBe("succeeded");
    expect(isAlive(pid("program", good))).toBe(false);
    expect(isAlive(pid("provider", good))).toBe(false);
  });

  test.each([
    ["fails in the provider", "", { FAIL: "create:a" }],
    ["fails in the program", "throw new Error();", {}],
  ])("are gone when it %s", async (_, end, env) => {
    await workspace.run("up", `${PIDS} new Thing("a"); ${end}`, {
      env: { PID_FILE: join(workspace.folder, "pid-"), ...env },
    });
    expect(isAlive(pid("program"))).toBe(false);
    if (existsSync(join(workspace.folder, "pid-provider"))) expect(isAlive(pid("provider"))).toBe(false);
  });

  test("are gone when the program would run on after a failure", async () => {
    const endless = await workspace.run("up", `${PIDS} new Thing("a"); setInterval(() => {}, 1000);`, {
      env: { FAIL: "create:a", PID_FILE: join(workspace.folder, "pid-") },
    });
    expect(endless.result).toBe("failed");
    expect(isAlive(pid("program"))).toBe(false);
  });

  test("are given the environment, but not what is the engine's own", () => {
    expect(ran.outputs).toEqual({ program: "MINE", provider: "MINE" });
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
    const program = `${PIDS} const b = new Thing("b"); new Thing("a", {}, { dependsOn: b });`;
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

describe("the SDK's heavy parts", () => {
  const LOADED = `
    const loaded = () => ["typescript", "arborist", "spdx-correct", "execa", "js-yaml"].filter((name) =>
      Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name + "/") || file.includes("/@npmcli/" + name + "/")));
  `;

  test("are not loaded by a program that does not use them", async () => {
    const ran = await workspace.run("up", `${LOADED} new Group("g"); exports.loaded = loaded();`);
    expect(ran.outputs).toEqual({ loaded: [] });
  });

  test("are there once they are used, in the program and in the provider", async () => {
    const ran = await workspace.run(
      "up",
      `${LOADED}
      module.exports = (async () => {
        const paths = await pulumi.runtime.computeCodePaths({ extraIncludePaths: ["index.js"] });
        const { size } = paths;
        const { text } = await pulumi.runtime.serializeFunction(() => size);
        return { isSome: size > 0, isText: text.includes("() => size"), loaded: loaded().slice(0, 3) };
      })();`,
    );
    expect(ran.complaints).toEqual([]);
    expect(ran.outputs).toEqual({ isSome: true, isText: true, loaded: ["typescript", "arborist", "spdx-correct"] });
  });

  test("still tell where a function that cannot become text comes from", async () => {
    const ran = await workspace.run(
      "up",
      `const map = new Map();
      module.exports = pulumi.runtime.serializeFunction(() => map.size);`,
    );
    expect(ran.complaints[0]).toMatch(/Error serializing '\(\) => map\.size': index\.js\(\d+,\d+\)/);
  });
});

describe("programs", () => {
  test("may be written in TypeScript", async () => {
    workspace.write("Pulumi.yaml", "name: lab\nruntime: nodejs\n");
    workspace.write("package.json", JSON.stringify({ name: "lab", main: "index.ts" }));
    workspace.write(
      "tsconfig.json",
      JSON.stringify({ compilerOptions: { target: "es2022", strict: true, types: ["node"] } }),
    );
    workspace.write(
      "index.ts",
      `import * as pulumi from "@pulumi/pulumi";\nexport const stack: string = pulumi.getStack();\n`,
    );
    const ran = await workspace.run("up", "");
    expect(ran.outputs).toEqual({ stack: "dev" });
  });

  test("compiled with source maps fail with positions in their sources, and the SDK with those in its own files", async () => {
    workspace.write(
      "thrower.js",
      `exports.fail = () => { throw new Error("no"); };\n//# sourceMappingURL=thrower.js.map\n`,
    );
    // The first line of thrower.js stands for line 8 of its source.
    workspace.write(
      "thrower.js.map",
      JSON.stringify({ version: 3, file: "thrower.js", sources: ["thrower.ts"], names: [], mappings: "AAOA" }),
    );
    const ran = await workspace.run(
      "up",
      `new Thing("a");
      exports.trace = pulumi.output(1).apply(() => {
        try { require("./thrower.js").fail(); } catch (error) { return error.stack; }
      });`,
    );
    expect(ran.complaints).toEqual([]);
    expect(ran.outputs["trace"]).toMatch(/thrower\.ts:8:/);
    expect(ran.outputs["trace"]).toMatch(/pulumi.output\.js:\d+:/);
  });

  test("may be ES modules", async () => {
    workspace.write("package.json", JSON.stringify({ name: "lab", type: "module", main: "main.js" }));
    workspace.write(
      "main.js",
      `import * as pulumi from "@pulumi/pulumi";\nexport const where = pulumi.getProject();\n`,
    );
    expect((await workspace.run("up", "")).outputs).toEqual({ where: "lab" });
  });

  test.each([
    ["a folder", "main: inner", "inner"],
    ["a file", "main: inner/other.js", "inner"],
  ])("may stand in %s that Pulumi.yaml names, and run there", async (_, main, folder) => {
    workspace.write("Pulumi.yaml", `name: lab\nruntime: nodejs\n${main}\n`);
    mkdirSync(join(workspace.folder, "inner"));
    workspace.write("inner/package.json", JSON.stringify({ name: "inner", main: "other.js" }));
    workspace.write("inner/other.js", `exports.cwd = require("node:path").basename(process.cwd());`);
    expect((await workspace.run("up", "")).outputs).toEqual({ cwd: folder });
  });

  test("that are not there are an error of the project", async () => {
    workspace.write("Pulumi.yaml", "name: lab\nruntime: nodejs\nmain: nowhere\n");
    await expect(workspace.run("up", "")).rejects.toMatchObject({ code: "ERR_ENGINE_PROJECT" });
  });
});
