import { type IssuedKey } from "../../local/platform/issued-key.js";
import { diff } from "../../provider/resources/key/diff.js";
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

/** What goes wrong in a night: the run is not started, does not reach the API, or does not get its answer. */
export type Outage = "no-run" | "unreachable" | "answer-lost";

/** A signing key in a stack that is brought up every night. */
export interface NightlyStack extends ApiTraits {
  readonly seed: number;
  readonly firstNight: Date;
  readonly nights: number;
  readonly expiryDuration: number;
  readonly renewBeforeDays: number;
  /** Runs begin up to so much later than the first one did. */
  readonly jitterMs: number;
  /** Mean number of nights between outages; Infinity for none. */
  readonly nightsBetweenOutages: number;
  /** An outage lasts from one night to so many. */
  readonly longestOutageNights: number;
  readonly outages: readonly Outage[];
}

/** One night: what the run found, what it did, and what stands on both sides after it. */
export interface Night {
  readonly at: Date;
  readonly outage: Outage | undefined;
  /** Why the key is due; empty when it is not, or is to be made. */
  readonly reasons: readonly string[];
  readonly before: KeyOutputs | undefined;
  readonly state: KeyOutputs | undefined;
  /** The key that the API holds. */
  readonly held: IssuedKey | undefined;
  readonly hasAsked: boolean;
}

const connection: Connection = {
  origin: ORIGIN,
  authenticate: () => Promise.reject(new Error("nothing is sent")),
  senderOrganizationId: undefined,
  permissions: undefined,
};

/** Runs `up` night by night: the functions of the package decide, and the modelled API answers. */
export function* nightlyRuns(stack: NightlyStack): Generator<Night> {
  const { firstNight, nights, expiryDuration, renewBeforeDays, outages } = stack;
  const chance = createChance(stack.seed);
  const api = createApiModel(stack, chance);
  const news = { organizationId: ORGANIZATION_ID, expiryDuration, renewBeforeDays };
  const request = SIGNING_KEY.toRequest(news);
  const host = new URL(ORIGIN).host;
  let state: KeyOutputs | undefined;
  let olds: Properties | undefined;
  let outage: Outage | undefined;
  let outageNights = 0;

  for (let night = 0; night < nights; night += 1) {
    const at = new Date(firstNight.getTime() + night * DAY_MS + Math.floor(chance() * stack.jitterMs));
    if (outageNights > 0) {
      outageNights -= 1;
    } else {
      // A night on which all goes well stands between two outages, or they would be a longer one.
      const begins: boolean = outage === undefined && chance() < 1 / stack.nightsBetweenOutages;
      outage = begins ? outages[Math.floor(chance() * outages.length)] : undefined;
      if (begins) outageNights = Math.floor(chance() * stack.longestOutageNights);
    }

    const before = state;
    const hasRun = outage !== "no-run";
    const difference =
      olds && hasRun ? diff(SIGNING_KEY.table, olds, news, { now: at, named: { host, isOfStack: true } }) : undefined;
    const wantsKey = hasRun && (difference === undefined || difference.replaces.length > 0);
    const hasAsked = wantsKey && outage !== "unreachable";
    if (hasAsked) {
      const answer = api.answer(request, at);
      if (outage === undefined) {
        state = issuedOutputs(request, { ...answer, correlationId: CORRELATION_ID }, connection, at, undefined);
        olds = { ...state };
      }
    }
    yield {
      at,
      outage,
      reasons: difference?.reasons ?? [],
      before,
      state,
      held: api.held(ORGANIZATION_ID),
      hasAsked,
    };
  }
}
