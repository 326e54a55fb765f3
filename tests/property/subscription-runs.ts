import { expect } from "@jest/globals";
import {
  MEMBER_NAMES,
  type MemberName,
  type Members,
  membersOf,
} from "../../provider/resources/subscription/members.js";
import { inputs, type ResourceSite } from "../support/subscription-site.js";
import { bodyOf, type HeldModel, isThere, membersToSend, statusToSet } from "./subscription-model.js";
import { type World } from "./subscription-world.js";

export type Program = Readonly<Partial<Record<MemberName | "active", unknown>>>;

const OWN_NAME = "project-dev-orders";

/** The resource and the service. */
export interface Real {
  readonly world: World;
  readonly site: ResourceSite;
  readonly organizationId: string;
}

/** The program, and what the state should hold. */
export interface Model {
  program: Program;
  held: HeldModel | undefined;
}

const allHeldBy = ({ world: { platform }, organizationId }: Real) => platform.subscriptions(organizationId);
export const heldBy = (real: Real) => allHeldBy(real)[0];
export const valuesOf = (real: Real): Members => structuredClone(membersOf({ ...heldBy(real) }));
export const newsOf = ({ organizationId }: Real, program: Program) => ({
  ...inputs,
  ...Object.fromEntries(Object.entries(program).filter(([, value]) => value !== undefined)),
  organizationId,
});
const given = (news: Readonly<Record<string, unknown>>): Members => membersOf(news);
const isActive = ({ active }: Program): boolean => active !== false;

/** Whether the state alone, without a request, shows that there is something to send. */
const isTriggered = ({ world: { rewritings } }: Real, held: HeldModel, news: Members, program: Program): boolean =>
  membersToSend(held, news, held.seen, rewritings()).length > 0 ||
  statusToSet(isActive(program), held.seenStatus) !== undefined;

const expectQuiet = async (real: Real, program: Program): Promise<void> => {
  expect(await real.site.up(newsOf(real, program))).toEqual([]);
  expect(real.world.requests()).toEqual([]);
};

const noteSettled = (model: Model, real: Real, sent: Members): void => {
  const values = valuesOf(real);
  model.held = { sent, baseline: values, seen: values, seenStatus: heldBy(real)?.status ?? "" };
  expect(statusToSet(isActive(model.program), model.held.seenStatus)).toBeUndefined();
  expect(real.site.state()).toMatchObject({ id: heldBy(real)?.webhookId, outputs: { status: model.held.seenStatus } });
};

/** One `pulumi up` of a program that may have changed. */
export const runUp = async (model: Model, real: Real): Promise<void> => {
  const { program, held } = model;
  const news = newsOf(real, program);
  const members = given(news);
  const values = valuesOf(real);
  const isGone = heldBy(real) === undefined;

  if (held === undefined) {
    expect(await real.site.up(news)).toEqual(["create"]);
    const posts = real.world.requests().filter(({ action }) => action === "CREATE_SUBSCRIPTION");
    expect(posts).toEqual([
      {
        action: "CREATE_SUBSCRIPTION",
        body: {
          name: OWN_NAME,
          description: OWN_NAME,
          notificationScope: "SELF",
          securityPolicy: { securityType: "key" },
          organizationId: real.organizationId,
          ...bodyOf(
            members,
            MEMBER_NAMES.filter((name) => members[name] !== undefined),
          ),
        },
      },
    ]);
    expect(allHeldBy(real)).toHaveLength(1);
    noteSettled(model, real, members);
    return expectQuiet(real, program);
  }

  if (!isTriggered(real, held, members, program)) {
    const isDropped = MEMBER_NAMES.some((name) => held.sent[name] !== undefined && members[name] === undefined);
    expect(await real.site.up(news)).toEqual(isDropped ? ["update"] : []);
    expect(real.world.requests()).toEqual([]);
    model.held = { ...held, sent: isDropped ? members : held.sent };
    return;
  }
  if (isGone) {
    await expect(real.site.up(news)).rejects.toThrow(
      /^ERR_SUBSCRIPTION_NOT_FOUND: .* was deleted while Pulumi worked on it/,
    );
    real.world.requests();
    return;
  }
  const rewritings = real.world.rewritings();
  const names = membersToSend(held, members, values, rewritings).filter(
    (name) => !isThere(name, held, members, values, rewritings),
  );
  const { status: statusBefore = "" } = heldBy(real) ?? {};
  expect(await real.site.up(news)).toEqual(["update"]);
  const sent = real.world.requests();
  expect(sent.filter(({ action }) => action === "CHANGE_SUBSCRIPTION").map(({ body }) => body)).toEqual(
    names.length === 0 ? [] : [bodyOf(members, names)],
  );
  const statuses = sent.filter(({ action }) => action === "SET_STATUS").map(({ body }) => body);
  const wanted = { status: isActive(program) ? "ACTIVE" : "INACTIVE" };
  if (names.length > 0) expect([[], [wanted]]).toContainEqual(statuses);
  else expect(statuses).toEqual(statusToSet(isActive(program), statusBefore) === undefined ? [] : [wanted]);
  noteSettled(model, real, members);
  await expectQuiet(real, program);
};

/** One `pulumi refresh`, and what a preview shows after it. */
export const runRefresh = async (model: Model, real: Real): Promise<void> => {
  const isThere = heldBy(real) !== undefined;
  await real.site.refresh();
  const { held } = model;
  if (held === undefined) return;
  const actions = real.world.requests().map(({ action }) => action);
  if (!isThere) {
    expect(real.site.state()).toBeUndefined();
    model.held = undefined;
    return;
  }
  expect(actions).toEqual(["READ_SUBSCRIPTION"]);
  const values = valuesOf(real);
  const next = {
    ...held,
    baseline: { ...values, ...held.baseline },
    seen: values,
    seenStatus: heldBy(real)?.status ?? "",
  };
  model.held = next;
  const news = newsOf(real, model.program);
  expect(await real.site.changes(news)).toBe(isTriggered(real, next, given(news), model.program));
  expect(real.world.requests()).toEqual([]);
};
