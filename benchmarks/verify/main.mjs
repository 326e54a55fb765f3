// `npm run bench:verify`: verifications per second, side by side in one process. For the method, see
// benchmarks/METHOD.md.
import { CONTESTANTS } from "./contestants.mjs";
import { loadTimesMs } from "./load-time.mjs";
import { median, spread, tableOf } from "../statistics.mjs";

const SIZES = [
  ["1 kB", 1_000],
  ["10 kB", 10_000],
  ["1 MB", 1_000_000],
];
const ROUNDS = 9;
const ROUND_MS = 100;
const WARM_UP_MS = 200;
const LIMIT = CONTESTANTS[0].name;

/** Creates a JSON body of about this size. */
const bodyOf = (bytes) => {
  const item = { id: "e339e8b1-d540-4efd-e053-8d588e0a2de5", amount: "12.50", currency: "EUR", status: "AUTHORIZED" };
  const count = Math.max(1, Math.round((bytes - 60) / (JSON.stringify(item).length + 1)));
  return Buffer.from(JSON.stringify({ eventType: "payments.payments.accept", payload: Array(count).fill(item) }));
};

/** Verifications per second, measured for at least `ms`. Awaits only asynchronous ones. */
const rateOf = async (verify, ms) => {
  const isAsync = verify() instanceof Promise;
  const startedMs = performance.now();
  let count = 0;
  let elapsedMs = 0;
  while (elapsedMs < ms) {
    for (let i = 0; i < 16; i += 1) {
      if (isAsync) await verify();
      else verify();
    }
    count += 16;
    elapsedMs = performance.now() - startedMs;
  }
  return (count / elapsedMs) * 1000;
};

const measure = async (bytes) => {
  const body = bodyOf(bytes);
  const runs = [];
  for (const { name, parses, prepare } of CONTESTANTS) {
    const verify = await prepare(body);
    await rateOf(verify, WARM_UP_MS);
    runs.push({ name, parses, verify, rates: [] });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const run of runs) run.rates.push(await rateOf(run.verify, ROUND_MS));
  }
  const limit = runs.find(({ name }) => name === LIMIT);
  return runs.map(({ name, parses, rates }) => ({
    name,
    parses,
    // Compares runs of the same round, so that both had the same load.
    ratio: median(rates.map((rate, round) => rate / limit.rates[round])),
    perSecond: median(rates),
    spread: spread(rates),
  }));
};

const results = {};
for (const [label, bytes] of SIZES) {
  results[label] = await measure(bytes);
  console.log(`\nBody of ${label}\n`);
  console.log(
    tableOf(
      ["", "fraction of the limit", "per second", "spread", "parses JSON"],
      results[label].map(({ name, ratio, perSecond, spread: s, parses }) => [
        name,
        ratio.toFixed(2),
        Math.round(perSecond).toLocaleString("en"),
        `± ${(s * 100).toFixed(0)} %`,
        parses ? "yes" : "no",
      ]),
    ),
  );
}
const load = loadTimesMs();
for (const { entry, build, timesMs } of load) {
  console.log(
    `\nLoading pulumi-cybersource-webhooks/${entry} as ${build}: ${median(timesMs).toFixed(1)} ms of processor time (± ${(spread(timesMs) * 100).toFixed(0)} %)`,
  );
}
const loadMs = Object.fromEntries(load.map(({ entry, build, timesMs }) => [`${entry}, ${build}`, median(timesMs)]));
console.log(`\n${JSON.stringify({ node: process.version, results, loadMs })}`);
