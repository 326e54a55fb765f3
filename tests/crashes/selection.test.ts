import { beforeAll, describe, test } from "@jest/globals";
import { embedded } from "../e2e/support/embedded.js";
import { type KeyOperation, KEYS } from "./keys-lane.js";
import { createLane, type Lane, type LaneKind } from "./lane.js";
import { type CrashPoint } from "./site.js";
import { titleOf } from "./steps.js";
import { type SubscriptionOperation, SUBSCRIPTIONS } from "./subscriptions-lane.js";

type Selection<Name extends string> = readonly (readonly [Name, CrashPoint])[];

/**
 * The kills of the whole matrix (`npm run test:crashes`) that could lose most: the program during the request for its
 * first key; the local platform after it has created a key that nobody has received; the engine before it records a
 * key, and before it records that key in the verification keys; the provider while it updates the verification keys.
 */
const OF_KEYS: Selection<KeyOperation> = [
  ["create", { victim: "program", event: "provider sends a request", occurrence: 1 }],
  ["renew", { victim: "platform", event: "platform has made a key", occurrence: 1 }],
  ["renew", { victim: "engine", event: "engine writes the state", occurrence: 2 }],
  ["renew", { victim: "engine", event: "engine has written the state", occurrence: 2 }],
  ["renew", { victim: "provider", event: "provider receives update WebhookVerificationKeys", occurrence: 1 }],
];

/**
 * As for keys: the provider after the service has created a subscription that nobody knows of yet, and the engine after the
 * old subscription was deleted to be replaced.
 */
const OF_SUBSCRIPTIONS: Selection<SubscriptionOperation> = [
  ["create", { victim: "provider", event: "platform has carried out a POST request", occurrence: 1 }],
  ["replace", { victim: "engine", event: "platform has carried out a POST request", occurrence: 1 }],
];

const declare = <Name extends string>(what: string, kind: LaneKind<Name>, selection: Selection<Name>): void =>
  describe(`the next up recovers from a kill: ${what}`, () => {
    let lane: Lane<Name>;
    beforeAll(async () => {
      lane = await createLane(embedded, kind);
    });

    test.each(selection.map(([name, point]) => ({ name, point, title: titleOf(point) })))(
      "$name: $title",
      ({ name, point }) => lane.crash(name, point),
    );
  });

declare("keys", KEYS, OF_KEYS);
declare("subscriptions", SUBSCRIPTIONS, OF_SUBSCRIPTIONS);
