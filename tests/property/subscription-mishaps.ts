import { expect } from "@jest/globals";
import { type Fault } from "../../local/platform/fault.js";
import { membersOf } from "../../provider/resources/subscription/members.js";
import { heldBy, type Model, newsOf, type Real, runRefresh, runUp, valuesOf } from "./subscription-runs.js";

/** As an API gateway answers if it doesn't know the path. */
const GATEWAY_404: Fault = { kind: "answer", made: false, status: 404, body: '{"message":"no Route matched"}' };
const FORBIDDEN: Fault = { kind: "answer", made: false, status: 403, body: "{}" };
const LOST_ANSWER: Fault = { kind: "reset", made: true };

/** Lets an action of the organization go wrong while something is done. */
const during = async (
  { world: { platform }, organizationId }: Real,
  [fault, times]: readonly [Fault, number | "always"],
  action: string,
  act: () => Promise<void>,
): Promise<void> => {
  platform.fault(fault, times, { organizationId, action });
  await act();
  platform.clearFaults(organizationId);
};

/** An `up` that may create a subscription without getting the answer: it finds it, and creates no second one. */
export const runUpWithLostAnswer = (model: Model, real: Real): Promise<void> =>
  during(real, [LOST_ANSWER, 1], "CREATE_SUBSCRIPTION", () => runUp(model, real));

/** An `up` that creates a subscription but can't activate it: the state has it, and is complete after a refresh. */
export const runUpWithRefusedStatus = async (model: Model, real: Real): Promise<void> => {
  await during(real, [FORBIDDEN, 1], "SET_STATUS", async () => {
    if (real.world.firstStatus() !== "INACTIVE") return runUp(model, real);
    const news = newsOf(real, model.program);
    await expect(real.site.up(news)).rejects.toThrow(/ERR_SUBSCRIPTION_FORBIDDEN/);
    expect(real.site.state()).toMatchObject({ id: heldBy(real)?.webhookId, isHalfMade: true });
    const values = valuesOf(real);
    model.held = { sent: membersOf(news), baseline: {}, seen: values, seenStatus: heldBy(real)?.status ?? "" };
    real.world.requests();
  });
};

/** A refresh that can't read: the state keeps everything, and says so. The next run reads. */
export const runRefreshBehindGateway = async (model: Model, real: Real): Promise<void> => {
  const before = real.site.state();
  await during(real, [GATEWAY_404, "always"], "READ_SUBSCRIPTION", () => real.site.refresh());
  expect(real.site.state()).toMatchObject({
    id: before?.id,
    outputs: { ...before?.outputs, readError: "ERR_SUBSCRIPTION_NOT_FOUND" },
  });
  real.site.restart();
  real.world.requests();
  await runRefresh(model, real);
};

/** A destroy that can't delete: neither the service nor the state forgets the subscription. */
export const runDestroyBehindGateway = async (_model: Model, real: Real): Promise<void> => {
  const before = real.site.state();
  await during(real, [GATEWAY_404, "always"], "DELETE_SUBSCRIPTION", () =>
    expect(real.site.destroy()).rejects.toThrow(/^ERR_SUBSCRIPTION_NOT_FOUND: deleting /),
  );
  expect(real.site.state()).toEqual(before);
  expect(heldBy(real)?.webhookId).toBe(before?.id);
  real.world.requests();
};

export const runDestroy = async (model: Model, real: Real): Promise<void> => {
  await real.site.destroy();
  expect(real.site.state()).toBeUndefined();
  expect(heldBy(real)).toBeUndefined();
  real.world.requests();
  model.held = undefined;
};
