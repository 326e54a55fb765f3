import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  encodeDeployment,
  encodeStored,
  type PendingOperation,
  type Snapshot,
} from "../../../../../local/engine/state/deployment.js";
import { createCrypter, type Crypter } from "../../../../../local/engine/state/passphrase.js";
import type { Resource } from "../../../../../local/engine/state/resource.js";
import { SnapshotManager } from "../../../../../local/engine/state/snapshot-manager.js";
import { openStateStore, type StateStore } from "../../../../../local/engine/state/state-store.js";
import { createStateWriter, type StateWriter } from "../../../../../local/engine/state/state-writer.js";
import { Secret } from "../../../../../local/engine/values/values.js";

const MANIFEST = { time: "2026-01-01T00:00:00Z", version: "v3.0.0" };

const resource = (name: string): Resource => ({
  urn: `urn:pulumi:dev::lab::a:b:C::${name}`,
  custom: true,
  type: "a:b:C",
  id: name,
  inputs: {},
  outputs: { secret: new Secret(name) },
});
const resources = (count: number): Resource[] => Array.from({ length: count }, (_, n) => resource(`r${n}`));
const snapshotOf = (list: readonly Resource[], pendingOperations: readonly PendingOperation[] = []): Snapshot => ({
  manifest: MANIFEST,
  resources: [...list],
  pendingOperations,
});

let crypter: Crypter;
beforeAll(async () => {
  crypter = await createCrypter("passphrase");
});

let folder: string;
let store: StateStore;
let writer: StateWriter;
let calls: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "state-writer-"));
  store = openStateStore({ folder, project: "p", stack: "dev" });
  calls = [];
  writer = createStateWriter(
    {
      write: (deployment) => {
        calls.push("write");
        return store.write(deployment);
      },
      append: (entry) => {
        calls.push("append");
        return store.append(entry);
      },
    },
    {
      snapshot: (snapshot) => encodeDeployment(snapshot, crypter),
      resource: (each) => encodeStored(each, crypter),
    },
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the state of a run", () => {
  test("is written completely at the beginning and the end, and as changes in between", async () => {
    const list = resources(10);
    await writer.save(snapshotOf(list), new Set());
    await writer.save(snapshotOf(list.slice(1)), new Set());
    await writer.save(snapshotOf(list), new Set());
    await writer.finish();
    await writer.finish();
    expect(calls).toEqual(["write", "append", "append", "write"]);
  });

  test.each([
    [4, ["write", "append"]],
    [3, ["write", "write"]],
  ])("of %d resources is written completely only if more than half of it changes", async (count, expected) => {
    const list = resources(count);
    await writer.save(snapshotOf(list), new Set());
    await writer.save(snapshotOf(list), new Set(list.slice(0, 2)));
    expect(calls).toEqual(expected);
  });

  test("is written completely after a change could not be added", async () => {
    const list = resources(10);
    let isFull = false;
    writer = createStateWriter(
      {
        write: store.write,
        append: (entry) => (isFull ? Promise.reject(new Error("disk full")) : store.append(entry)),
      },
      { snapshot: (snapshot) => encodeDeployment(snapshot, crypter), resource: (each) => encodeStored(each, crypter) },
    );
    await writer.save(snapshotOf(list), new Set());
    isFull = true;
    await expect(writer.save(snapshotOf(list.slice(1)), new Set())).rejects.toThrow("disk full");
    isFull = false;
    await writer.save(snapshotOf(list.slice(2)), new Set());
    expect(JSON.parse(readFileSync(store.file, "utf8"))).toEqual(encodeDeployment(snapshotOf(list.slice(2)), crypter));
  });

  test("takes an effort that grows linearly with the resources, not with their square", async () => {
    const encodingsOf = async (count: number): Promise<number> => {
      let encodings = 0;
      const encoded = (list: readonly unknown[]): void => void (encodings += list.length);
      writer = createStateWriter(store, {
        snapshot: (snapshot) => {
          encoded(snapshot.resources);
          return encodeDeployment(snapshot, crypter);
        },
        resource: (each) => {
          encoded([each]);
          return encodeStored(each, crypter);
        },
      });
      const manager = new SnapshotManager(snapshotOf([]), [], writer.save);
      for (const each of resources(count)) await (await manager.begin({ op: "create", new: each }))(true);
      await writer.finish();
      return encodings;
    };
    expect(await encodingsOf(100)).toBeLessThan(4 * 100);
    expect(await encodingsOf(200)).toBeLessThan(4 * 200);
  });

  test("is read as if it had been written completely, whatever was added, removed or changed", async () => {
    const step = fc.record({ what: fc.constantFrom("add", "drop", "change", "begin", "end"), at: fc.nat(30) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        writer = createStateWriter(store, {
          snapshot: (snapshot) => encodeDeployment(snapshot, crypter),
          resource: (each) => encodeStored(each, crypter),
        });
        const list = resources(12);
        let pending: readonly PendingOperation[] = [];
        await writer.save(snapshotOf(list), new Set());
        for (const [time, { what, at }] of steps.entries()) {
          const found = list[at % list.length];
          const place = at % (list.length + 1);
          if (what === "add") list.splice(place, 0, resource(`new${time}`));
          if (what === "drop" && list.length > 1) list.splice(at % list.length, 1);
          if (what === "change" && found !== undefined) found.outputs = { secret: new Secret(`changed ${time}`) };
          if (what === "begin") pending = [...pending, { type: "creating", resource: resource(`pending${time}`) }];
          if (what === "end") pending = pending.slice(1);
          const snapshot = snapshotOf(list, pending);
          await writer.save(snapshot, new Set(what === "change" && found !== undefined ? [found] : []));
          expect(await store.read()).toEqual(encodeDeployment(snapshot, crypter));
        }
      }),
      { numRuns: 20 },
    );
  });
});
