import { expect, test } from "@jest/globals";
import { type ObservedSubscription } from "./observe-subscription.js";
import { REQUESTS, type SubscriptionFault } from "./subscription-fault.js";

/** Declares a test for each fault. @param all what was observed, in the order of the faults, once the tests run */
export const testSubscriptionFaults = (
  faults: readonly SubscriptionFault[],
  all: () => readonly ObservedSubscription[],
): void =>
  test.each(
    faults.map((fault, index) => ({
      ...fault,
      index,
      title: `${fault.operation}, ${REQUESTS[fault.request]}: ${fault.name}`,
    })),
  )("$title: $expected.outcome", ({ index, expected, says }) => {
    const observation = all()[index]?.observation;
    expect(observation).toMatchObject({ ...expected, isInStepAtTheEnd: true });
    expect(observation?.text).toMatch(says);
  });
