import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Engine } from "../../e2e/support/engine.js";
import { isCliThere, realCli } from "../../e2e/support/real-cli.js";
import { KEYS } from "../keys-lane.js";
import { createLane, type Lane, type LaneKind } from "../lane.js";
import { crashPoints, KEY_STEPS, reachableOnCli, SUBSCRIPTION_STEPS, titleOf } from "../steps.js";
import { SUBSCRIPTIONS } from "../subscriptions-lane.js";

/** Declares all tests of one operation on one engine: a kill of every process at every step. */
const declare = <Name extends string>(
  engine: Engine,
  kind: LaneKind<Name>,
  name: Name,
  all: readonly string[],
  what: string,
): void => {
  const isThere = engine !== realCli || isCliThere();
  if (!isThere) process.stderr.write(`SKIPPED on ${engine.name}, which is not on PATH: crashes of ${what}\n`);
  const steps = engine === realCli ? reachableOnCli(all) : all;

  (isThere ? describe : describe.skip)(`crashes of ${what}, on ${engine.name}`, () => {
    let lane: Lane<Name>;
    beforeAll(async () => {
      lane = await createLane(engine, kind);
    });

    test("the list of steps is complete", async () => {
      const trace = await lane.trace(name);
      expect(trace.filter((event) => event !== "platform starts")).toEqual(steps);
    });

    test.each(crashPoints(steps).map((point) => ({ title: titleOf(point), point })))(
      "the next up recovers from a kill of $title",
      ({ point }) => lane.crash(name, point),
    );
  });
};

/** The matrix of one operation on keys. */
export const declareKeys = (engine: Engine, name: keyof typeof KEY_STEPS): void =>
  declare(engine, KEYS, name, KEY_STEPS[name], `${name} of a key`);

/** The matrix of one operation on a subscription. */
export const declareSubscriptions = (engine: Engine, name: keyof typeof SUBSCRIPTION_STEPS): void =>
  declare(engine, SUBSCRIPTIONS, name, SUBSCRIPTION_STEPS[name], `${name} of a subscription`);
