import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { CLIENT_SECRET, stepsOf, succeeded } from "../e2e/support/scenario.js";
import { onEveryShell } from "../e2e/support/shells.js";
import { type Run, type UpOptions } from "../e2e/support/engine.js";
import { createScratch } from "../support/project.js";
import { createAuthority } from "./certificates.js";
import { failSubscriptions, SUBSCRIPTION_COUNT, SUBSCRIPTIONS, SUBSCRIPTIONS_PROGRAM } from "./engine-subscriptions.js";
import { type Effect, type Fault, type NextUp, type Site, type Surroundings } from "./fault.js";
import { tableOf } from "./page.js";
import { FAULTS } from "./table.js";

/** Most of the time is waiting. Long enough for a busy machine. */
const TIMEOUT_MS = 600_000;
const BY_HAND: NextUp = "fails until replaced by hand";
const met = FAULTS.filter(({ needsKeptConnection }) => !needsKeptConnection);

interface Case {
  readonly fault: Fault;
  readonly organizationId: string;
  readonly site: Site;
}

const SECRET_KEY = Buffer.from("a shared secret of the tests, 32").toString("base64");
const connectionOf = ({ fault, organizationId }: Pick<Case, "fault" | "organizationId">): string =>
  fault.hasOwnHost ? organizationId : "default";

/** All faults occur in one `up`, which goes on after each of them. */
const runOptions = (cases: readonly Case[]): UpOptions => ({
  continueOnError: true,
  parallel: cases.length + SUBSCRIPTION_COUNT,
  environment: Object.fromEntries(
    cases
      .filter(({ fault }) => fault.hasOwnHost)
      .flatMap(({ organizationId, site }) => {
        const prefix = `CYBERSOURCE_${organizationId.replaceAll("-", "_").toUpperCase()}`;
        return [
          [`${prefix}_HOST`, site.origin()],
          [`${prefix}_MERCHANT_ID`, "merchant"],
          [`${prefix}_MERCHANT_KEY_ID`, "01234567-89ab-cdef-0123-456789abcdef"],
          [`${prefix}_MERCHANT_SECRET_KEY`, SECRET_KEY],
        ];
      }),
  ),
});

/** Pulumi's SDK records a stack for each promise, which takes most of the time of a program with so many resources. */
const WITHOUT_STACKS = "Error.stackTraceLimit = 1;";

/** A program with a key for each case, in order, and the subscriptions. Some keys have a trigger that replaces them. */
const programOf = (cases: readonly Omit<Case, "site">[], isTriggered: (fault: Fault) => boolean): string =>
  [
    WITHOUT_STACKS,
    ...cases.map((each) => {
      const connection = connectionOf(each);
      const inputs = `{ organizationId: "${each.organizationId}", clientId: "client", clientSecret: process.env.CLIENT_SECRET, connection: "${connection}" }`;
      const options = `{ replacementTrigger: "${isTriggered(each.fault) ? "second" : "first"}" }`;
      return `new WebhookOAuthCredential("${each.organizationId}", ${inputs}, ${options});`;
    }),
    SUBSCRIPTIONS_PROGRAM,
  ].join("\n");

const labelOf = (organizationId: string): string => `WebhookOAuthCredential ${organizationId}`;

/** The operations of a run on the resource of a case. */
const operationsOn = (run: Run, { organizationId }: Case): string[] =>
  stepsOf(run)
    .filter((step) => step.endsWith(` ${labelOf(organizationId)}`))
    .map((step) => step.slice(0, -labelOf(organizationId).length - 1));

const digestOf = (keyId: string): string => createHash("sha256").update(keyId).digest("hex").slice(0, 16);
const heldBy = ({ site, organizationId }: Case): string | undefined => {
  const key = site.currentKey("oAuthClientCredentials");
  return key && `${organizationId}/${digestOf(key.keyId)}`;
};

/** The error that an engine printed for one organization, from the error code on. */
const errorOf = ({ output }: Run, { organizationId }: Case): string =>
  new RegExp(`ERR_\\w+: [^\\n]*(?:for organization|OAuth credential of) ${organizationId}\\b[^\\n]*`).exec(
    output,
  )?.[0] ?? "";

/** Whether a run failed because of a key's unreadable expiration date: the error is in the row of the resource. */
const isUnreadable = ({ output }: Run, { organizationId }: Case): boolean =>
  new RegExp(`WebhookOAuthCredential\\W+${organizationId}\\b[^\\n]*\\n?[^\\n]*ERR_KEY_DATE_UNREADABLE`).test(output);

/** The effect of an `up` on one resource. */
const nextUpOf = (operations: readonly string[], isFailed: boolean): NextUp => {
  if (operations.includes("create")) return "makes a key";
  if (operations.includes("create-replacement")) return "replaces the key";
  if (isFailed) return BY_HAND;
  if (operations.length === 0) return "changes nothing";
  throw new Error(`the next up did ${operations.join()}`);
};

onEveryShell("every fault", (start, engine) => {
  let surroundings: Pick<Surroundings, "trusted" | "untrusted">;
  let environment: Record<string, string>;
  const cases: Case[] = [];
  beforeAll(() => {
    surroundings = { trusted: createAuthority("trusted"), untrusted: createAuthority("untrusted") };
    const file = join(createScratch("faults"), "authority.pem");
    writeFileSync(file, surroundings.trusted.certificate);
    environment = {
      CLIENT_SECRET,
      NODE_EXTRA_CA_CERTS: file,
      NODE_OPTIONS: `--require=${join(__dirname, "../support/hurry.js")}`,
    };
  });
  afterEach(async () => {
    for (const { site } of cases.splice(0)) await site.close();
  });

  test(
    "occurs in one up, is reported with what to do, and is repaired by the next up; no run loses a subscription",
    async () => {
      const scenario = await start({ program: "", environment, platform: { subscriptions: SUBSCRIPTIONS } });
      const { platform, stack, write, resources, keepSecret } = scenario;
      keepSecret("merchantSecretKey", SECRET_KEY);
      for (const [index, fault] of met.entries()) {
        const organizationId = `fault-${index}`;
        cases.push({ fault, organizationId, site: await fault.arrange({ ...surroundings, platform, organizationId }) });
      }
      const idsInState = async (): Promise<ReadonlyMap<string, string | undefined>> => {
        const all = await resources();
        return new Map(cases.map(({ organizationId }) => [organizationId, all[labelOf(organizationId)]?.id]));
      };

      const subscriptions = failSubscriptions(scenario);
      write(programOf(cases, () => false));
      const faulty = await stack.up(runOptions(cases));
      expect(faulty.ok).toBe(false);
      const ids = await idsInState();
      const found = cases.map((each) => {
        const id = ids.get(each.organizationId);
        const code = /^ERR_\w+/.exec(errorOf(faulty, each))?.[0];
        const effect: Omit<Effect, "nextUp"> = {
          outcome: code ?? (id === undefined ? "nothing at all" : "a key"),
          requests: each.site.requests(),
          isKeyLost: heldBy(each) !== undefined && heldBy(each) !== id,
          isKeyInState: id !== undefined,
        };
        return { each, effect };
      });
      const silent = cases.filter((each) => !each.fault.says.test(errorOf(faulty, each)));
      expect(silent.map((each) => [each.fault.name, errorOf(faulty, each)])).toEqual([]);

      await subscriptions.expectTold(faulty);

      for (const { site } of cases) await site.lift();
      subscriptions.lift();
      const healing = await stack.up(runOptions(cases));
      const observed = found.map(({ each, effect }) => ({
        fault: each.fault,
        observation: { ...effect, nextUp: nextUpOf(operationsOn(healing, each), isUnreadable(healing, each)) },
      }));
      if (process.env.PRINT_FAULTS !== undefined)
        process.stdout.write(`\nOn ${engine.name}:\n\n${tableOf(observed)}\n`);
      expect(observed.map(({ fault, observation }) => [fault.name, observation])).toEqual(
        cases.map(({ fault }) => [fault.name, fault.expected]),
      );

      await subscriptions.expectHealed(healing);

      write(programOf(cases, ({ expected }) => expected.nextUp === BY_HAND));
      succeeded(await stack.up(runOptions(cases)));
      expect(await idsInState()).toEqual(new Map(cases.map((each) => [each.organizationId, heldBy(each)])));
      succeeded(await stack.preview({ expectNoChanges: true, ...runOptions(cases) }));
      await subscriptions.destroy();
    },
    TIMEOUT_MS,
  );
});
