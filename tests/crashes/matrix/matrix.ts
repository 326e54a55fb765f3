import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Engine } from "../../e2e/support/engine.js";
import { isCliThere, realCli } from "../../e2e/support/real-cli.js";
import { ENCRYPTION_KEY_OPERATIONS } from "../encryption-key-operations.js";
import { KEY_OPERATIONS } from "../key-operations.js";
import { createLane, type Lane } from "../lane.js";
import { type Operation } from "../operation.js";
import { ENCRYPTION_KEY_STEPS, KEY_STEPS } from "../key-steps.js";
import { crashPoints, reachableOnCli, titleOf } from "../steps.js";
import { SUBSCRIPTION_STEPS } from "../subscription-steps.js";
import { SUBSCRIPTION_OPERATIONS } from "../subscription-operations.js";

/** Declares all tests of one operation on one engine: a kill of every process at every step. */
const declare = (engine: Engine, operation: Operation, all: readonly string[], what: string): void => {
  const isThere = engine !== realCli || isCliThere();
  if (!isThere) process.stderr.write(`SKIPPED on ${engine.name}, which is not on PATH: crashes of ${what}\n`);
  const steps = engine === realCli ? reachableOnCli(all) : all;
  const points = crashPoints(steps);

  (isThere ? describe : describe.skip)(`crashes of ${what}, on ${engine.name}`, () => {
    let lane: Lane;
    beforeAll(async () => {
      lane = await createLane(engine, Array<Operation>(points.length + 1).fill(operation));
    });

    test("the list of steps is complete", async () => {
      const trace = await lane.trace(operation);
      expect(trace.filter((event) => event !== "platform starts")).toEqual(steps);
    });

    test.each(points.map((point) => ({ title: titleOf(point), point })))("a kill of $title", ({ point }) =>
      lane.crash(operation, point),
    );

    test("the next up recovers from kills of other processes than the engine", () => lane.expectRecovered());

    test("the up after the next one has nothing to do after any of these kills", () => lane.expectQuiet());
  });
};

/** The matrix of one operation on keys. */
export const declareKeys = (engine: Engine, name: keyof typeof KEY_STEPS): void =>
  declare(engine, KEY_OPERATIONS[name], KEY_STEPS[name], `${name} of a key`);

/** The matrix of one operation on a subscription. */
export const declareSubscriptions = (engine: Engine, name: keyof typeof SUBSCRIPTION_STEPS): void =>
  declare(engine, SUBSCRIPTION_OPERATIONS[name], SUBSCRIPTION_STEPS[name], `${name} of a subscription`);

/** The matrix of one operation on an encryption key. */
export const declareEncryptionKeys = (engine: Engine, name: keyof typeof ENCRYPTION_KEY_STEPS): void =>
  declare(engine, ENCRYPTION_KEY_OPERATIONS[name], ENCRYPTION_KEY_STEPS[name], `${name} of an encryption key`);
