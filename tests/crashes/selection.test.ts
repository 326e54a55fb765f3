import { beforeAll, describe, test } from "@jest/globals";
import { embedded } from "../e2e/support/embedded.js";
import { createLane, type Lane, type Operation } from "./lane.js";
import { type CrashPoint } from "./site.js";
import { titleOf } from "./steps.js";

/**
 * Of the whole matrix (`npm run test:crashes`): each victim at the moment at which a kill of it could lose most. The
 * program while its first key is asked for; the local platform when it has made a key that nobody knows; the engine before a key
 * is recorded, and after that but before the verification keys hold it; the provider while they take it in.
 */
const SELECTION: readonly (readonly [Operation, CrashPoint])[] = [
  ["create", { victim: "program", event: "provider sends a request", occurrence: 1 }],
  ["renew", { victim: "platform", event: "platform has made a key", occurrence: 1 }],
  ["renew", { victim: "engine", event: "engine writes the state", occurrence: 2 }],
  ["renew", { victim: "engine", event: "engine has written the state", occurrence: 2 }],
  ["renew", { victim: "provider", event: "provider receives update WebhookVerificationKeys", occurrence: 1 }],
];

describe("after a kill, the next up makes up for it", () => {
  let lane: Lane;
  beforeAll(async () => {
    lane = await createLane(embedded);
  });

  test.each(SELECTION.map(([operation, point]) => ({ operation, point, title: titleOf(point) })))(
    "$operation: $title",
    ({ operation, point }) => lane.crash(operation, point),
  );
});
