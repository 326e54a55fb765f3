import { Command, InvalidArgumentError, Option } from "commander";
import { check } from "../../dist/provider/resources/check.js";
import { overlap, type VerificationKey } from "../../dist/provider/resources/verification-keys/overlap.js";
import { DEFAULT_OVERLAP_DAYS } from "../../dist/provider/resources/verification-keys/table.js";
import { WEBHOOK_SIGNING_KEY } from "../../dist/provider/resources/signing-key/table.js";
import { API_BEHAVIOURS, type ApiBehaviour } from "../../dist/tests/property/api-model.js";
import { type Night, nightlyRuns } from "../../dist/tests/property/nightly-runs.js";

const FIRST_NIGHT = new Date("2027-01-01T02:00:00Z");
const DAYS_IN_YEAR = 365.25;
const HOUR_MS = 3_600_000;

const MEANINGS: Readonly<Record<ApiBehaviour, string>> = {
  "same-key": "gives the same key again until it has expired",
  override: "gives a new key each time",
  "granted-less": "gives a new key each time, with a shorter validity than requested",
};

interface Options {
  readonly behaviour: ApiBehaviour;
  readonly expiryDuration: number;
  readonly renewBeforeDays: number;
  readonly years: number;
  readonly seed: number;
}

/** What the run did with the key; undefined if it did nothing. */
const stepOf = ({ outage, reasons, before, state, hasRequested }: Night): string | undefined => {
  const why = reasons.length === 0 ? "" : `, as ${reasons.join(", ")}`;
  if (outage === "unreachable" && reasons.length > 0) return `API out of reach${why}`;
  if (!hasRequested) return undefined;
  if (before === undefined) return "created";
  return before.keyId === state?.keyId ? `same key again${why}` : `replaced${why}`;
};

const row = (date: string, step: string, requests: string, held: string): string =>
  `${date.padEnd(10)}  ${step.padEnd(62)}  ${requests.padStart(8)}  ${held.padStart(9)}\n`;

const simulate = ({ behaviour, expiryDuration, renewBeforeDays, years, seed }: Options): void => {
  const failures = check(WEBHOOK_SIGNING_KEY, { organizationId: "org", expiryDuration, renewBeforeDays });
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));

  const nights = nightlyRuns({
    behaviour,
    expiryDuration,
    renewBeforeDays,
    seed,
    dateForm: "offset-colon-ms",
    repeatsSubmitTime: true,
    firstNight: FIRST_NIGHT,
    nights: Math.round(years * DAYS_IN_YEAR),
    jitterMs: HOUR_MS,
    nightsBetweenOutages: 30,
    longestOutageNights: 7,
    outages: ["no-run", "unreachable"],
  });
  const missed = { "no-run": 0, unreachable: 0, "answer-lost": 0 };
  let requests = 0;
  let runs = 0;
  let held: readonly VerificationKey[] = [];

  process.stdout.write(
    `expiryDuration ${expiryDuration}, renewBeforeDays ${renewBeforeDays}; the API ${MEANINGS[behaviour]}\n\n`,
  );
  process.stdout.write(row("date", "step", "requests", "keys held"));
  for (const night of nights) {
    const { at, outage, state, hasRequested } = night;
    if (outage === undefined) runs += 1;
    else missed[outage] += 1;
    if (hasRequested) requests += 1;
    const heldBefore = held;
    if (outage === undefined && state !== undefined) held = overlap(held, state, DEFAULT_OVERLAP_DAYS, at);

    const step = stepOf(night) ?? (held.length < heldBefore.length ? "earlier key dropped" : undefined);
    if (step !== undefined) {
      process.stdout.write(row(at.toISOString().slice(0, 10), step, String(requests), String(held.length)));
    }
  }
  process.stdout.write(
    `\n${runs} runs, ${missed.unreachable} that did not reach the API, ${missed["no-run"]} that never began; ${requests} requests\n`,
  );
};

const numberFrom = (text: string): number => {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number) || number < 0) throw new InvalidArgumentError("Give a number.");
  return number;
};

new Command("npm run rotation --")
  .description(
    "Simulates years of nightly runs with one signing key. Shows what they do and how many requests they send.",
  )
  .addOption(
    new Option("--behaviour <kind>", "what the API does when a key is requested and there already is one")
      .choices(API_BEHAVIOURS)
      .default("override"),
  )
  .option("--expiry-duration <days>", "validity to request", numberFrom, 365)
  .option("--renew-before-days <days>", "length of the renewal window", numberFrom, 30)
  .option("--years <count>", "number of years to simulate", numberFrom, 10)
  .option("--seed <number>", "a different seed puts the outages on other nights", numberFrom, 1)
  .action((options: Options) => {
    try {
      simulate(options);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  })
  .parse();
