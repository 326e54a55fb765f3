import { beforeAll, describe, test } from "@jest/globals";
import { embedded } from "../e2e/support/embedded.js";
import { createLane, type Lane, type Operation } from "./lane.js";
import { type CrashPoint } from "./site.js";
import { titleOf } from "./steps.js";

/**
 * The kills of the whole matrix (`npm run test:crashes`) that could lose most: the program during the request for its
 * first key; the local platform after it has created a key that nobody has received; the engine before it records a
 * key, and before it records that key in the verification keys; the provider while it updates the verification keys.
 */
const SELECTION: readonly (readonly [Operation, CrashPoint])[] = [
  ["create", { victim: "program", event: "provider sends a request", occurrence: 1 }],
  ["renew", { victim: "platform", event: "platform has made a key", occurrence: 1 }],
  ["renew", { victim: "engine", event: "engine writes the state", occurrence: 2 }],
  ["renew", { victim: "engine", event: "engine has written the state", occurrence: 2 }],
  ["renew", { victim: "provider", event: "provider receives update WebhookVerificationKeys", occurrence: 1 }],
];

describe("the next up recovers from a kill", () => {
  let lane: Lane;
  beforeAll(async () => {
    lane = await createLane(embedded);
  });

  test.each(SELECTION.map(([operation, point]) => ({ operation, point, title: titleOf(point) })))(
    "$operation: $title",
    ({ operation, point }) => lane.crash(operation, point),
  );
});
