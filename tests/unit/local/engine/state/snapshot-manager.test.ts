import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Snapshot } from "../../../../../local/engine/state/deployment.js";
import { renameAliased } from "../../../../../local/engine/state/rename-aliased.js";
import type { Resource } from "../../../../../local/engine/state/resource.js";
import { SnapshotManager } from "../../../../../local/engine/state/snapshot-manager.js";

const resource = (name: string, rest: Partial<Resource> = {}): Resource => ({
  urn: `urn:pulumi:dev::lab::a:b:C::${name}`,
  custom: true,
  type: "a:b:C",
  id: name,
  inputs: {},
  outputs: {},
  ...rest,
});

let written: Snapshot[];
let touched: ReadonlySet<object>[];
beforeEach(() => {
  written = [];
  touched = [];
});

const managerOf = (resources: readonly Resource[], pending: Snapshot["pendingOperations"] = []): SnapshotManager =>
  new SnapshotManager(
    { manifest: { time: "", version: "" }, resources, pendingOperations: pending },
    resources,
    async (snapshot, resources) => {
      written.push(snapshot);
      touched.push(resources);
    },
  );
const last = (): { ids: readonly (string | undefined)[]; pending: readonly string[] } => ({
  ids: written.at(-1)?.resources.map(({ id }) => id) ?? [],
  pending: written.at(-1)?.pendingOperations.map(({ type }) => type) ?? [],
});

describe("the state during a run", () => {
  test("lists a creation as pending until it ends, and new resources before untouched ones", async () => {
    const manager = managerOf([resource("old")]);
    const end = await manager.begin({ op: "create", new: resource("new") });
    expect(last()).toEqual({ ids: ["old"], pending: ["creating"] });
    await end(true);
    expect(last()).toEqual({ ids: ["new", "old"], pending: [] });
  });

  test("drops a failed creation", async () => {
    const manager = managerOf([]);
    await (
      await manager.begin({ op: "create", new: resource("new") })
    )(false);
    expect(last()).toEqual({ ids: [], pending: [] });
  });

  test("contains both resources of a replacement until the old one is deleted", async () => {
    const old = resource("old");
    const manager = managerOf([old]);
    const step = { old, new: resource("new"), replaces: [] };
    const created = await manager.begin({ op: "create-replacement", ...step, deletesLater: true });
    old.delete = true;
    await created(true);
    expect(last().ids).toEqual(["new", "old"]);
    await (
      await manager.begin({ op: "delete-replaced", old, isBeforeCreate: false })
    )(true);
    expect(last().ids).toEqual(["new"]);
  });

  test("keeps a resource that was deleted before its replacement until the replacement exists", async () => {
    const old = resource("old");
    const manager = managerOf([old]);
    const deleted = await manager.begin({ op: "delete-replaced", old, isBeforeCreate: true });
    old.pendingReplacement = true;
    await deleted(true);
    expect(last().ids).toEqual(["old"]);
    const step = { old, new: resource("new"), replaces: [], deletesLater: false };
    await (
      await manager.begin({ op: "create-replacement", ...step })
    )(true);
    expect(last().ids).toEqual(["new"]);
  });

  test("is written for a changed resource, but not for an unchanged one", async () => {
    const old = resource("a", { dependencies: [], protect: false });
    const manager = managerOf([old]);
    await (
      await manager.begin({ op: "same", old, new: resource("a", { sourcePosition: "x" }) })
    )(true);
    expect(written).toEqual([]);
    await (
      await manager.begin({ op: "same", old, new: resource("a", { protect: true }) })
    )(true);
    expect(written).toHaveLength(1);
  });

  test("keeps an earlier run's pending creations, but no other pending operations", async () => {
    const pending = ["creating", "updating"].map((type) => ({ type, resource: resource("x") }));
    const manager = managerOf([], pending);
    await manager.refreshed([], []);
    expect(last().pending).toEqual(["creating"]);
    manager.clearPendingCreates();
    await manager.refreshed([], []);
    expect(last().pending).toEqual([]);
  });

  test("drops a resource that a refresh found gone, and all references to it", async () => {
    const gone = resource("gone");
    const { urn } = gone;
    const user = resource("user", { parent: urn, dependencies: [urn], propertyDependencies: { a: [urn], b: [] } });
    const other = resource("other", { dependencies: [user.urn] });
    const manager = managerOf([gone, user, other]);
    await manager.refreshed([gone, user, other], [gone]);
    const [first, second] = written.at(-1)?.resources ?? [];
    expect(last().ids).toEqual(["user", "other"]);
    expect(first).toMatchObject({ parent: undefined, dependencies: [], propertyDependencies: {} });
    expect(second).toBe(other);
  });

  test("lists a resource that was read when the program registered it once, before untouched ones", async () => {
    const [read, gone, left] = [resource("read"), resource("gone"), resource("left")];
    const manager = managerOf([left, gone, read]);
    await manager.registered(read, false);
    await manager.registered(gone, true);
    expect(last().ids).toEqual(["read", "left"]);
    await (
      await manager.begin({ op: "update", old: read, new: resource("updated"), ignoreChanges: [] })
    )(true);
    expect(last().ids).toEqual(["updated", "left"]);
  });

  test("records nothing of a resource that the run doesn't create", async () => {
    const skipped = resource("skipped");
    const manager = managerOf([]);
    await (
      await manager.begin({ op: "same", old: { ...skipped }, new: skipped, isSkippedCreate: true })
    )(true);
    expect(written).toEqual([]);
  });

  test("names at each write the resources that may have changed since the previous write", async () => {
    const old = resource("old");
    const manager = managerOf([old]);
    const step = { op: "create-replacement", old, new: resource("new"), replaces: [], deletesLater: true } as const;
    await (
      await manager.begin(step)
    )(true);
    await manager.outputsRegistered(step.new);
    expect(touched).toEqual([new Set(), new Set([old, step.new]), new Set([step.new])]);
  });

  test("fails the step if it can't be written", async () => {
    const manager = new SnapshotManager(
      { manifest: { time: "", version: "" }, resources: [], pendingOperations: [] },
      [],
      () => Promise.reject(new Error("disk full")),
    );
    await expect(manager.begin({ op: "create", new: resource("new") })).rejects.toThrow("disk full");
  });
});

describe("renameAliased", () => {
  test("renames references to a resource that an alias found, and its children", () => {
    const parent = resource("new", { aliases: [resource("old").urn] });
    const child = resource("child", { urn: "urn:pulumi:dev::lab::a:b:C$a:b:C::child", parent: resource("old").urn });
    const user = resource("user", {
      dependencies: [resource("old").urn],
      propertyDependencies: { x: [resource("old").urn] },
      provider: `${resource("old").urn}::id`,
    });
    const [, renamedChild, renamedUser] = renameAliased([parent, child, user]);
    expect(renamedChild).toMatchObject({ parent: parent.urn });
    expect(renamedUser).toMatchObject({
      dependencies: [parent.urn],
      propertyDependencies: { x: [parent.urn] },
      provider: `${parent.urn}::id`,
    });
  });

  test("rejects two resources with the same old URN", () => {
    const aliases = [resource("old").urn];
    expect(() => renameAliased([resource("x", { aliases }), resource("y", { aliases })])).toThrow(
      "aliased to the same",
    );
  });
});
