import { afterAll, beforeAll, test } from "@jest/globals";
import fc from "fast-check";
import { type SubscriptionSwitchesInput } from "../../local/platform/subscriptions/options.js";
import { MEMBER_NAMES, type MemberName } from "../../provider/resources/subscription/members.js";
import { createResourceSite } from "../support/subscription-site.js";
import {
  runDestroy,
  runDestroyBehindGateway,
  runRefreshBehindGateway,
  runUpWithLostAnswer,
  runUpWithRefusedStatus,
} from "./subscription-mishaps.js";
import { type Rewritings } from "./subscription-model.js";
import { AS_LIST_OF_TYPES, REWRITINGS, type RewritingName } from "./subscription-rewritings.js";
import { heldBy, type Model, type Program, type Real, runRefresh, runUp } from "./subscription-runs.js";
import { SWITCHES } from "./subscription-switches.js";
import { VALUES } from "./subscription-values.js";
import { startWorld, type World } from "./subscription-world.js";

const rewritingsOf = (names: Readonly<Record<MemberName, RewritingName>>): Rewritings =>
  Object.fromEntries(MEMBER_NAMES.map((name) => [name, REWRITINGS[names[name]]])) as unknown as Rewritings;
const allNamed = (name: RewritingName) =>
  Object.fromEntries(MEMBER_NAMES.map((member) => [member, name])) as Record<MemberName, RewritingName>;

let world: World;
let runs = 0;
beforeAll(async () => {
  world = await startWorld(rewritingsOf(allNamed("none")));
});
afterAll(() => world.platform.close());

type Command = fc.AsyncCommand<Model, Real>;
const command = (
  text: string,
  run: Command["run"],
  check: Command["check"] = () => true,
  isPossible: (real: Real) => boolean = () => true,
): Command => ({
  check,
  // What happens at the service isn't in the model.
  run: async (model, real) => (isPossible(real) ? run(model, real) : undefined),
  toString: () => text,
});
const isHeld: Command["check"] = ({ held }) => held !== undefined;
const isThere = (real: Real): boolean => heldBy(real) !== undefined;
/** After a lost answer, a subscription is found by what was sent. */
const isWrittenAsSent = (): boolean =>
  MEMBER_NAMES.every((name) => world.rewritings()[name].write === REWRITINGS.none.write);

const valueOf = (name: MemberName) => fc.constantFrom(...VALUES[name].flat());
const required = ["webhookUrl", "products"] as const;
const optional = MEMBER_NAMES.filter((name) => !(required as readonly string[]).includes(name));

const programs: fc.Arbitrary<Program> = fc.record({
  ...Object.fromEntries(required.map((name) => [name, valueOf(name)])),
  ...Object.fromEntries(optional.map((name) => [name, fc.option(valueOf(name), { nil: undefined })])),
  active: fc.constantFrom(true, undefined, false),
});

const anyValue = fc.tuple(fc.constantFrom(...MEMBER_NAMES), fc.nat()).map(([name, index]) => {
  const values = VALUES[name].flat();
  return [name, values[index % values.length]] as const;
});
const editByHand = (real: Real, [name, value]: readonly [MemberName, unknown]): void => {
  const { webhookId } = heldBy(real) ?? {};
  if (webhookId !== undefined) world.platform.editSubscription(webhookId, { [name]: value });
};

/** What random commands rarely do one after the other. */
const STORIES = [
  anyValue.map((change) =>
    command(`drift of ${change.join(": ")}, seen by a refresh`, async (model, real) => {
      model.program = { ...model.program, [change[0]]: VALUES[change[0]].flat()[0] };
      await runUp(model, real);
      editByHand(real, change);
      await runRefresh(model, real);
      await runRefresh(model, real);
      await runUp(model, real);
    }),
  ),
  fc.tuple(anyValue, anyValue).map(([unseen, given]) =>
    command(`drift of ${unseen.join(": ")}, unseen by an up with another ${given[0]}`, async (model, real) => {
      model.program = { ...model.program, [unseen[0]]: VALUES[unseen[0]].flat()[0] };
      await runUp(model, real);
      editByHand(real, unseen);
      model.program = { ...model.program, [given[0]]: given[1] };
      await runUp(model, real);
    }),
  ),
  fc.tuple(fc.constantFrom(...optional), fc.nat()).map(([name, index]) =>
    command(`${name} is left out, changed by hand and given again (${index})`, async (model, real) => {
      const values = VALUES[name].flat();
      const [value] = values;
      model.program = { ...model.program, [name]: value };
      await runUp(model, real);
      model.program = { ...model.program, [name]: undefined };
      await runUp(model, real);
      editByHand(real, [name, values[index % values.length]]);
      model.program = { ...model.program, [name]: value };
      await runUp(model, real);
    }),
  ),
  fc.nat().map((index) =>
    command(`all members in another form, left out and given again (${index})`, async (model, real) => {
      for (const form of [0, 1]) {
        const written = MEMBER_NAMES.map((name) => {
          const forms = VALUES[name][index % VALUES[name].length] ?? [];
          return [name, forms[form] ?? forms[0]] as const;
        });
        model.program = { ...model.program, ...Object.fromEntries(written) };
        await runUp(model, real);
      }
      const given = model.program;
      model.program = { ...given, ...Object.fromEntries(optional.map((name) => [name, undefined])) };
      await runUp(model, real);
      model.program = given;
      await runUp(model, real);
    }),
  ),
  anyValue.map((change) =>
    command(
      `a create that fails half-way, and drift of ${change.join(": ")} after it`,
      async (model, real) => {
        model.program = { ...model.program, active: true, [change[0]]: VALUES[change[0]].flat()[0] };
        await runUpWithRefusedStatus(model, real);
        await runRefresh(model, real);
        editByHand(real, change);
        await runRefresh(model, real);
        await runUp(model, real);
      },
      ({ held }) => held === undefined,
    ),
  ),
];

const COMMANDS = [
  ...STORIES,
  programs.map((program) =>
    command(`up ${JSON.stringify(program)}`, async (model, real) => {
      // A change of few members is the usual one.
      model.program = program;
      await runUp(model, real);
    }),
  ),
  anyValue.map(([name, value]) =>
    command(`up with ${name}: ${JSON.stringify(value)}`, async (model, real) => {
      model.program = { ...model.program, [name]: value };
      await runUp(model, real);
    }),
  ),
  fc.constant(command("up", runUp)),
  fc.constant(command("refresh", runRefresh)),
  anyValue.map((change) =>
    command(`a change by hand of ${change.join(": ")}`, async (_model, real) => editByHand(real, change), isHeld),
  ),
  fc.constantFrom("PENDING_REVIEW", "INACTIVE", "BLOCKED", "SUSPENDED", "ACTIVE").map((status) =>
    command(`the service decides: ${status}`, async (_model, real) => {
      const { webhookId } = heldBy(real) ?? {};
      if (webhookId !== undefined) world.platform.editSubscription(webhookId, { status });
    }),
  ),
  fc.constant(
    command("a deletion by hand", async (_model, real) => {
      const { webhookId } = heldBy(real) ?? {};
      if (webhookId !== undefined) world.platform.removeSubscription(webhookId);
    }),
  ),
  fc.constant(command("another run", async (_model, real) => real.site.restart())),
  fc.constant(
    command("up whose answer is lost", runUpWithLostAnswer, ({ held }) => held === undefined && isWrittenAsSent()),
  ),
  fc.constant(command("refresh behind a gateway", runRefreshBehindGateway, isHeld, isThere)),
  fc.constant(command("destroy behind a gateway", runDestroyBehindGateway, isHeld, isThere)),
  fc.constant(command("destroy", runDestroy, isHeld)),
];

/** Some forms have no member that could be rewritten. */
const withRewritings = (
  switches: SubscriptionSwitchesInput,
  names: Readonly<Record<MemberName, RewritingName>>,
): readonly [SubscriptionSwitchesInput, Rewritings] => {
  const all = rewritingsOf(names);
  const usual = {
    ...switches,
    // With its port, the other form of a URL is the same text, which the service then writes in one way.
    ...([names.webhookUrl, names.healthCheckUrl].some((name) => name === "as text" || name === "as a number") && {
      addsPort: false,
    }),
    ...(names.products !== "none" && { shape: "v2" as const }),
    ...(names.securityPolicy !== "none" && { securityPolicyForm: "object" as const }),
  };
  return [usual, usual.securityPolicyForm === "array" ? { ...all, securityPolicy: AS_LIST_OF_TYPES } : all];
};

const check = async (
  switches: SubscriptionSwitchesInput,
  names: Readonly<Record<MemberName, RewritingName>>,
  commands: Iterable<Command>,
): Promise<void> => {
  world.configure(...withRewritings(switches, names));
  world.requests();
  runs += 1;
  const organizationId = `org-${runs}`;
  const program = { webhookUrl: VALUES.webhookUrl[0]?.[0], products: VALUES.products[0]?.[0] };
  await fc.asyncModelRun(
    () => ({
      model: { program, held: undefined },
      real: { world, site: createResourceSite(world.platform.origin), organizationId },
    }),
    commands,
  );
};

const SCALE = Number(process.env.FUZZ_SCALE ?? "1");

test("in every documented form of answers, drift is what was changed by hand, and PATCH holds what differs", async () => {
  await fc.assert(
    fc.asyncProperty(SWITCHES, fc.commands(COMMANDS, { maxCommands: 16 }), (switches, commands) =>
      check(switches, allNamed("none"), commands),
    ),
    { seed: 15, numRuns: 40 * SCALE },
  );
});

test("so it is in forms that nobody foresaw", async () => {
  const names = fc.record(
    Object.fromEntries(
      MEMBER_NAMES.map((member) => [member, fc.constantFrom(...(Object.keys(REWRITINGS) as RewritingName[]))]),
    ) as Record<MemberName, fc.Arbitrary<RewritingName>>,
  );
  await fc.assert(fc.asyncProperty(SWITCHES, names, fc.commands(COMMANDS, { maxCommands: 16 }), check), {
    seed: 15,
    numRuns: 40 * SCALE,
  });
});
