import { beforeAll, describe, test } from "@jest/globals";
import { embedded } from "../e2e/support/embedded.js";
import { KEY_OPERATIONS } from "./key-operations.js";
import { createLane, type Lane } from "./lane.js";
import { type Operation } from "./operation.js";
import { type CrashPoint, type Role } from "./site.js";
import { titleOf } from "./steps.js";
import { SUBSCRIPTION_OPERATIONS } from "./subscription-operations.js";

interface Kill {
  readonly what: string;
  readonly operation: Operation;
  readonly point: CrashPoint;
}

const keys = (name: keyof typeof KEY_OPERATIONS, victim: Role, event: string, occurrence = 1): Kill => ({
  what: `${name} of a key`,
  operation: KEY_OPERATIONS[name],
  point: { victim, event, occurrence },
});

const subscriptions = (name: keyof typeof SUBSCRIPTION_OPERATIONS, victim: Role, event: string): Kill => ({
  what: `${name} of a subscription`,
  operation: SUBSCRIPTION_OPERATIONS[name],
  point: { victim, event, occurrence: 1 },
});

/**
 * The kills of the whole matrix (`npm run test:crashes`) that could lose most. Keys: the program during the request for its
 * first key; the local platform after it has created a key that nobody has received; the engine before it records a
 * key, and before it records that key in the verification keys; the provider while it updates the verification keys.
 * Subscriptions: the provider after the service has created one that nobody knows of yet, and the engine after the old one
 * was deleted to be replaced.
 */
const KILLS: readonly Kill[] = [
  keys("create", "program", "provider sends a request"),
  keys("renew", "platform", "platform has made a key"),
  keys("renew", "engine", "engine writes the state", 2),
  keys("renew", "engine", "engine has written the state", 2),
  keys("renew", "provider", "provider receives update WebhookVerificationKeys"),
  subscriptions("create", "provider", "platform has carried out a POST request"),
  subscriptions("replace", "engine", "platform has carried out a POST request"),
];

describe("the next up recovers from a kill", () => {
  let lane: Lane;
  beforeAll(async () => {
    lane = await createLane(
      embedded,
      KILLS.map(({ operation }) => operation),
    );
  });

  test.each(KILLS.map((kill) => ({ ...kill, title: titleOf(kill.point) })))("$what: $title", ({ operation, point }) =>
    lane.crash(operation, point),
  );

  test("completes what was killed in another process than the engine", () => lane.expectRecovered());

  test("and the one after it has nothing to do", () => lane.expectQuiet());
});
