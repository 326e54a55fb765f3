import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Engine } from "../../e2e/support/engine.js";
import { isCliThere, realCli } from "../../e2e/support/real-cli.js";
import { createLane, type Lane, type Operation } from "../lane.js";
import { crashPoints, reachableOnCli, STEPS, titleOf } from "../steps.js";

/** Declares all tests of one operation on one engine: a kill of every process at every step. */
export const declareMatrix = (engine: Engine, operation: Operation): void => {
  const isThere = engine !== realCli || isCliThere();
  if (!isThere) process.stderr.write(`SKIPPED on ${engine.name}, which is not on PATH: crashes of ${operation}\n`);
  const steps = engine === realCli ? reachableOnCli(STEPS[operation]) : STEPS[operation];

  (isThere ? describe : describe.skip)(`crashes of ${operation}, on ${engine.name}`, () => {
    let lane: Lane;
    beforeAll(async () => {
      lane = await createLane(engine);
    });

    test("the list of steps is complete", async () => {
      const trace = await lane.trace(operation);
      expect(trace.filter((event) => event !== "platform starts")).toEqual(steps);
    });

    test.each(crashPoints(steps).map((point) => ({ title: titleOf(point), point })))(
      "the next up recovers from a kill of $title",
      ({ point }) => lane.crash(operation, point),
    );
  });
};
