import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { EngineEvent } from "../../local/engine/events.js";
import { TYPE, Workspace } from "../e2e/engine/workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const TWO = `const a = new Thing("a"); new Thing("b", { colour: a.serial });`;

describe("a failed creation", () => {
  test("records no resource, skips its dependents, and is repeated by the next run", async () => {
    const ran = await workspace.run("up", TWO, { env: { FAIL: "create:a" } });
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_PROVIDER" } });
    expect(ran.complaints).toEqual(["create of a refused"]);
    expect(ran.failedSteps).toEqual(["create a"]);
    expect(ran.requests).toEqual(["check a", "create a"]);
    expect(workspace.names).toEqual(["lab-dev", "default"]);
    expect(workspace.state.deployment.pending_operations).toBeUndefined();
    expect((await workspace.run("up", TWO)).steps).toEqual(["create a", "create b"]);
  });

  test("lets requests in progress finish, and records them", async () => {
    const release = join(workspace.folder, "release");
    const ran = await workspace.run("up", `new Thing("slow"); new Thing("a");`, {
      env: { FAIL: "create:a", PAUSE: `create:slow=${release}` },
      onEvent: (event) => {
        if (event.kind === "step" && event.phase === "failed") setTimeout(() => workspace.write("release", ""), 1000);
      },
    });
    expect(ran.result).toBe("failed");
    expect(ran.steps).toEqual(["create slow"]);
    expect(workspace.names).toEqual(["lab-dev", "default", "slow"]);
  });

  test("of a half-made resource is recorded, and completed by an update", async () => {
    const ran = await workspace.run("up", TWO, { env: { HALF: "create:a" } });
    expect(ran.result).toBe("failed");
    expect(ran.complaints).toEqual(["2 errors occurred:\n\t* a is not ready\n\t* try again"]);
    expect(workspace.resource("a")).toMatchObject({
      id: "a-half",
      initErrors: ["a is not ready", "try again"],
      outputs: { half: true },
    });
    expect(workspace.names).not.toContain("b");
    const healed = await workspace.run("up", TWO);
    expect(healed.steps).toEqual(["update a", "create b"]);
    expect(workspace.resource("a").initErrors).toBeUndefined();
  });
});

describe("a failed update", () => {
  const program = (colour: string): string => `new Thing("a", { colour: "${colour}" });`;

  test("leaves the resource unchanged", async () => {
    await workspace.run("up", program("red"));
    const ran = await workspace.run("up", program("blue"), { env: { FAIL: "update:a" } });
    expect(ran.result).toBe("failed");
    expect(workspace.resource("a").outputs).toMatchObject({ colour: "red" });
    expect((await workspace.run("up", program("blue"))).steps).toEqual(["update a"]);
  });

  test("of a half-made resource keeps the old inputs, and is repeated", async () => {
    await workspace.run("up", program("red"));
    await workspace.run("up", program("blue"), { env: { HALF: "update:a" } });
    expect(workspace.resource("a")).toMatchObject({ inputs: { colour: "red" }, outputs: { half: true } });
    expect((await workspace.run("up", program("red"))).steps).toEqual(["update a"]);
  });
});

describe("a failed replacement", () => {
  const program = (size: number): string => `new Thing("a", { size: ${size} });`;

  test("keeps the old resource if its creation fails", async () => {
    await workspace.run("up", program(1));
    const ran = await workspace.run("up", program(2), { env: { FAIL: "create:a" } });
    expect(ran.failedSteps).toEqual(["create-replacement a"]);
    expect(workspace.resource("a")).toMatchObject({ id: "a-1" });
    expect(workspace.resource("a").delete).toBeUndefined();
  });

  test("keeps the old resource for the next run to delete if its deletion fails", async () => {
    await workspace.run("up", program(1));
    const ran = await workspace.run("up", program(2), { env: { FAIL: "delete:a" } });
    expect(ran.failedSteps).toEqual(["delete-replaced a"]);
    const stored = workspace.state.deployment.resources?.filter(({ urn }) => urn.endsWith("::a"));
    expect(stored).toMatchObject([{ id: "a-2" }, { id: "a-1", delete: true }]);
    const next = await workspace.run("up", program(2));
    expect(next.steps).toEqual(["delete-replaced a"]);
    expect(next.changes).toEqual({ same: 2 });
    expect(workspace.names.filter((name) => name === "a")).toHaveLength(1);
  });

  test("keeps a half-made resource, and deletes the old one in the next run", async () => {
    await workspace.run("up", program(1));
    await workspace.run("up", program(2), { env: { HALF: "create:a" } });
    const stored = workspace.state.deployment.resources?.filter(({ urn }) => urn.endsWith("::a"));
    expect(stored).toMatchObject([{ id: "a-half" }, { id: "a-1", delete: true }]);
    const next = await workspace.run("up", program(2));
    expect(next.steps).toEqual(["update a", "delete-replaced a"]);
  });
});

describe("a run that continues on errors", () => {
  const run = (program: string, fail: string) =>
    workspace.run("up", program, { env: { FAIL: fail }, continueOnError: true, parallel: 1 });

  test("processes what doesn't depend on the failed resource, fails, and leaves the rest to the next run", async () => {
    const ran = await run(`${TWO} const c = new Thing("c"); new Thing("d", { colour: c.serial });`, "create:a");
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_PROVIDER" } });
    expect(ran.failedSteps).toEqual(["create a"]);
    expect(ran.steps).toEqual(["create c", "create d"]);
    expect(ran.requests).not.toContain("check b");
    const next = await workspace.run("up", `${TWO} const c = new Thing("c"); new Thing("d", { colour: c.serial });`);
    expect(next.steps).toEqual(["create a", "create b"]);
  });

  test("deletes nothing if the program fails with its resource", async () => {
    await workspace.run("up", `${TWO} new Thing("c");`);
    const ran = await run(`new Thing("b", { colour: "red" });`, "update:b");
    expect(ran).toMatchObject({ result: "failed", failedSteps: ["update b"], steps: [] });
    expect((await workspace.run("up", `new Thing("b", { colour: "red" });`)).steps).toEqual([
      "update b",
      "delete a",
      "delete c",
    ]);
  });

  test("stops if a provider rejects inputs, like any other run", async () => {
    const ran = await run(`new Thing("a"); new Thing("b"); new Thing("c");`, "check:b");
    expect(ran).toMatchObject({ result: "failed", steps: ["create a"] });
  });

  test("continues with deletions, and keeps the dependencies of failed resources", async () => {
    await workspace.run("up", `${TWO} new Thing("c");`);
    const env = { FAIL: "delete:b" };
    const ran = await workspace.run("destroy", "", { env, continueOnError: true, parallel: 1 });
    expect(ran).toMatchObject({ result: "failed", failedSteps: ["delete b"], steps: ["delete c"] });
    expect(workspace.names).toEqual(["lab-dev", "default", "a", "b"]);
  });
});

describe("a failed deletion", () => {
  test("keeps the resource and its dependencies", async () => {
    await workspace.run("up", TWO);
    const ran = await workspace.run("destroy", "", { env: { FAIL: "delete:b" } });
    expect(ran).toMatchObject({ result: "failed", failedSteps: ["delete b"] });
    expect(workspace.names).toEqual(["lab-dev", "default", "a", "b"]);
  });
});

describe("inputs that a provider rejects", () => {
  test("fail the run and are reported by property, also in a preview", async () => {
    for (const operation of ["preview", "up"] as const) {
      const ran = await workspace.run(operation, TWO, { env: { FAIL: "check:a" } });
      expect(ran.result).toBe("failed");
      expect(ran.complaints).toEqual([
        "pulumi-nodejs:dynamic/lab:Thing resource 'a': property size value {1} has a problem: too big",
      ]);
    }
  });

  test("aren't shown if they are secret", async () => {
    const ran = await workspace.run("up", `new Thing("a", { size: pulumi.secret("hush-hush") });`, {
      env: { FAIL: "check:a" },
    });
    expect(ran.complaints.join()).toContain("property size value {[secret]}");
    expect(JSON.stringify(ran.events)).not.toContain("hush-hush");
  });
});

describe("a failed program", () => {
  test.each([
    ["throws", `throw new Error("no more");`, "no more"],
    ["exits", `process.exit(3);`, "exited with non-zero exit code: 3"],
    ["kills itself", `process.kill(process.pid, "SIGKILL");`, "was ended by SIGKILL"],
  ])("because it %s, deletes nothing", async (_, end, message) => {
    await workspace.run("up", TWO);
    const ran = await workspace.run("up", `new Thing("a"); ${end}`);
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_PROGRAM" } });
    expect(ran.complaints.join()).toContain(message);
    expect(ran.requests.join()).not.toContain("delete");
    expect(workspace.names).toContain("b");
  });

  test("keeps the stack outputs that it didn't set", async () => {
    await workspace.run("up", `exports.one = 1; exports.two = 2; ${TWO}`);
    await workspace.run("up", `exports.one = 11; ${TWO}`, { env: { FAIL: "check:b" } });
    expect(workspace.resource("lab-dev").outputs).toEqual({ one: 11, two: 2 });
  });
});

describe("a cancelled run", () => {
  test("waits for the request in progress, records it, and starts no more", async () => {
    const release = join(workspace.folder, "release");
    const controller = new AbortController();
    const onEvent = (event: EngineEvent): void => {
      if (event.kind !== "step" || event.name !== "a" || event.phase !== "start") return;
      controller.abort();
      setTimeout(() => workspace.write("release", ""), 100);
    };
    const ran = await workspace.run("up", TWO, {
      env: { PAUSE: `create:a=${release}` },
      signal: controller.signal,
      onEvent,
    });
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_CANCELLED" } });
    expect(existsSync(release)).toBe(true);
    expect(ran.steps).toEqual(["create a"]);
    expect(workspace.names).toEqual(["lab-dev", "default", "a"]);
  });

  test("doesn't start waiting steps", async () => {
    const controller = new AbortController();
    const ran = await workspace.run("up", `new Thing("a"); new Thing("b"); new Thing("c");`, {
      parallel: 1,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.kind === "step" && event.type === TYPE && event.phase === "start")
          setTimeout(() => controller.abort(), 200);
      },
      env: { PAUSE_MS: "1000" },
    });
    expect(ran.requests.filter((request) => request.startsWith("create"))).toHaveLength(1);
  });

  test("does nothing if it was cancelled before it began", async () => {
    const ran = await workspace.run("up", TWO, { signal: AbortSignal.abort() });
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_CANCELLED" } });
    expect(ran.requests).toEqual([]);
  });
});
