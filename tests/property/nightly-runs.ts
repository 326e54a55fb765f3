import { type IssuedKey } from "../../local/platform/issued-key.js";
import { diff, type Difference } from "../../provider/resources/key/diff.js";
import { issuedOutputs, type KeyOutputs } from "../../provider/resources/key/outputs.js";
import { type Properties } from "../../provider/resources/protocol.js";
import { SIGNING_KEY } from "../../provider/resources/signing-key/key-kind.js";
import { type Connection } from "../../provider/api/connection.js";
import { type ApiTraits, createApiModel } from "./api-model.js";
import { createChance } from "./chance.js";
import { DAY_MS } from "../../provider/dates.js";

const ORGANIZATION_ID = "org";
const ORIGIN = "https://api.example.com";
const CORRELATION_ID = "simulated";

/** What goes wrong in a night: the run doesn't start, doesn't reach the API, or doesn't get its answer. */
export type Outage = "no-run" | "unreachable" | "answer-lost";

/** A stack with a signing key, on which `pulumi up` runs every night. */
export interface NightlyStack extends ApiTraits {
  readonly seed: number;
  readonly firstNight: Date;
  readonly nights: number;
  readonly expiryDuration: number;
  readonly renewBeforeDays: number;
  /** Each run starts up to this much later than the hour of the first one. */
  readonly jitterMs: number;
  /** Mean number of nights between outages. Infinity for no outages. */
  readonly nightsBetweenOutages: number;
  /** Maximum length of an outage. The minimum is one night. */
  readonly longestOutageNights: number;
  readonly outages: readonly Outage[];
}

/** One night: what the run found, what it did, and the keys of the stack and of the API after it. */
export interface Night {
  readonly at: Date;
  readonly outage: Outage | undefined;
  /** Why the key is replaced. Empty if it isn't, or if it's the first one. */
  readonly reasons: readonly string[];
  readonly before: KeyOutputs | undefined;
  readonly state: KeyOutputs | undefined;
  /** The current key of the API. */
  readonly apiKey: IssuedKey | undefined;
  readonly hasRequested: boolean;
}

const connection: Connection = {
  origin: ORIGIN,
  authenticate: () => Promise.reject(new Error("nothing is sent")),
  senderOrganizationId: undefined,
  permissions: undefined,
};

/**
 * Whether the key is replaced, of a state and a program that stay the same. A key that isn't due at some time isn't due
 * before it (renewal.test.ts), so after a quiet night it looks further and further ahead, and answers the nights until
 * then without asking again.
 */
const createNightlyDiff = (olds: Properties, news: Properties): ((at: Date) => Difference) => {
  const named = { host: new URL(ORIGIN).host, isOfStack: true };
  const differenceAt = (now: Date): Difference => diff(SIGNING_KEY.table, olds, news, { now, named });
  let quiet: Difference | undefined;
  let quietUntilMs = Number.NEGATIVE_INFINITY;
  let aheadMs = DAY_MS;
  return (at) => {
    if (quiet !== undefined && at.getTime() <= quietUntilMs) return quiet;
    const difference = differenceAt(at);
    if (difference.replaces.length > 0) return difference;
    const later = new Date(at.getTime() + aheadMs);
    const isQuietLater = differenceAt(later).replaces.length === 0;
    [quiet, quietUntilMs] = [difference, (isQuietLater ? later : at).getTime()];
    aheadMs = isQuietLater ? 2 * aheadMs : DAY_MS;
    return difference;
  };
};

/** Simulates `pulumi up` night by night, with the package's own functions and a model of the API. */
export function* nightlyRuns(stack: NightlyStack): Generator<Night> {
  const { firstNight, nights, expiryDuration, renewBeforeDays, outages } = stack;
  const chance = createChance(stack.seed);
  const api = createApiModel(stack, chance);
  const news = { organizationId: ORGANIZATION_ID, expiryDuration, renewBeforeDays };
  const request = SIGNING_KEY.toRequest(news);
  let state: KeyOutputs | undefined;
  let differenceAt: ((at: Date) => Difference) | undefined;
  let outage: Outage | undefined;
  let outageNights = 0;

  for (let night = 0; night < nights; night += 1) {
    const at = new Date(firstNight.getTime() + night * DAY_MS + Math.floor(chance() * stack.jitterMs));
    if (outageNights > 0) {
      outageNights -= 1;
    } else {
      // An outage can't follow another one directly, because together they would be longer than the maximum.
      const begins: boolean = outage === undefined && chance() < 1 / stack.nightsBetweenOutages;
      outage = begins ? outages[Math.floor(chance() * outages.length)] : undefined;
      if (begins) outageNights = Math.floor(chance() * stack.longestOutageNights);
    }

    const before = state;
    const hasRun = outage !== "no-run";
    const difference = hasRun ? differenceAt?.(at) : undefined;
    const wantsKey = hasRun && (difference === undefined || difference.replaces.length > 0);
    const hasRequested = wantsKey && outage !== "unreachable";
    if (hasRequested) {
      const answer = api.answer(request, at);
      if (outage === undefined) {
        state = issuedOutputs(request, { ...answer, correlationId: CORRELATION_ID }, connection, at, undefined);
        differenceAt = createNightlyDiff({ ...state }, news);
      }
    }
    yield {
      at,
      outage,
      reasons: difference?.reasons ?? [],
      before,
      state,
      apiKey: api.current(ORGANIZATION_ID),
      hasRequested,
    };
  }
}
