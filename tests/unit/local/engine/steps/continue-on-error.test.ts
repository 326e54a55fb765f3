import { describe, expect, test } from "@jest/globals";
import { Reporter } from "../../../../../local/engine/display/reporter.js";
import type { EngineEvent } from "../../../../../local/engine/events.js";
import { ProviderPool } from "../../../../../local/engine/processes/provider-pool.js";
import type { Resource } from "../../../../../local/engine/state/resource.js";
import { deleteResources } from "../../../../../local/engine/steps/delete-resources.js";
import { Planned } from "../../../../../local/engine/steps/planned.js";
import { StepExecutor } from "../../../../../local/engine/steps/step-executor.js";
import { Targets } from "../../../../../local/engine/steps/targets.js";
import { PROVIDER_TYPE } from "../../../../../local/engine/values/urn.js";

const urnOf = (name: string): string => `urn:pulumi:dev::lab::a:b:C::${name}`;
/** A component: it needs no provider, so all of its steps succeed. */
const component = (name: string, rest: Partial<Resource> = {}): Resource => ({
  urn: urnOf(name),
  custom: false,
  type: "a:b:C",
  inputs: {},
  outputs: {},
  ...rest,
});

const PROVIDER = component("default", { type: PROVIDER_TYPE, custom: true, id: "1" });
/** A resource whose provider can't be started: all of its steps fail. */
const failing = (name: string, rest: Partial<Resource> = {}): Resource =>
  component(name, { custom: true, provider: `${PROVIDER.urn}::1`, ...rest });

const start = (resources: readonly Resource[], continuesOnError: boolean) => {
  const events: EngineEvent[] = [];
  const providers = new ProviderPool(() => Promise.reject(new Error("refused")), [PROVIDER, ...resources]);
  const reporter = new Reporter((event) => events.push(event), new Map());
  const executor = new StepExecutor({
    apply: { isPreview: false, providers },
    reporter,
    snapshot: undefined,
    parallel: 1,
    continuesOnError,
  });
  const selection = { targets: new Targets([]), withDependents: false, replaced: new Targets([]) };
  return { resources: [...resources], executor, reporter, providers, selection, isPreview: false, events };
};

const update = (resource: Resource) =>
  ({ op: "update", old: resource, new: { ...resource }, ignoreChanges: [] }) as const;

describe("after a failed step", () => {
  const a = failing("a");
  const b = component("b", { dependencies: [a.urn] });
  const c = component("c", { propertyDependencies: { x: [b.urn] } });
  const child = component("child", { parent: a.urn });
  const other = component("other");

  test("a run that continues on errors skips only what depends on it, directly or not", async () => {
    const { executor } = start([a, b, c, child, other], true);
    await expect(executor.chain([update(a)])).rejects.toThrow("refused");
    expect(executor.isHalted()).toBe(false);
    expect(executor.failure?.message).toBe("refused");
    expect([b, c, child, other].map((resource) => executor.skipIfDependencyFailed([update(resource)]))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    await executor.chain([update(other)]);
  });

  test("any other run starts no more steps", async () => {
    const { executor } = start([a, other], false);
    await expect(executor.chain([update(a)])).rejects.toThrow("refused");
    expect(executor.isHalted()).toBe(true);
    await expect(executor.chain([update(other)])).rejects.toThrow("Not started");
  });
});

test("the dependencies of a failed resource are not deleted, even if the program no longer declares them", async () => {
  const needed = component("needed");
  const gone = component("gone");
  const a = failing("a", { dependencies: [needed.urn] });
  const resources = [needed, gone, a];
  const run = start(resources, true);
  const { executor, events } = run;
  const planned = new Planned();
  planned.updated.add(a.urn);
  await expect(executor.chain([update(a)])).rejects.toThrow("refused");
  await deleteResources(run, planned, () => false);
  const deleted = events.flatMap((event) => (event.kind === "step" && event.op === "delete" ? [event.name] : []));
  expect(new Set(deleted)).toEqual(new Set(["gone"]));
});

test("a target is not deleted if the provider of what depends on it doesn't answer", async () => {
  const target = component("target");
  const dependent = failing("dependent", { inputs: { x: "y" }, propertyDependencies: { x: [target.urn] } });
  const run = start([target, dependent], true);
  const selection = { ...run.selection, targets: new Targets([target.urn]), withDependents: true };
  await deleteResources({ ...run, selection }, new Planned(), () => false);
  expect(run.executor.failure).toMatchObject({ code: "ERR_ENGINE_PROVIDER", message: "refused" });
  expect(run.events.filter(({ kind }) => kind === "step")).toEqual([]);
});
