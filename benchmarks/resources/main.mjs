// `npm run bench`: compares the resources with what users could write instead. For the method, see
// benchmarks/METHOD.md.
import { CONTESTANTS, SUBSCRIPTIONS } from "./contestants.mjs";
import { ENGINES } from "./engines.mjs";
import { createFigures } from "./figures.mjs";
import { installAll, installedBeyond } from "./install.mjs";
import { startPlatformProcess } from "./platform.mjs";
import { measureLatency, PARALLEL } from "./latency.mjs";
import { measureLoading } from "./load-time.mjs";
import { describeMachine } from "./machine.mjs";
import { measureModules } from "./modules-loaded.mjs";
import { HELP, readOptions } from "./options.mjs";
import { whyNoPlugin } from "./plugin.mjs";
import { engineText, packageText } from "./report.mjs";
import { checkReport, readSummary, writeReport, writeResults, writeSubscriptions } from "./results.mjs";
import { createRunner } from "./stack-run.mjs";
import { subscriptionTables } from "./subscription-tables.mjs";
import { measureSubscriptions, subscriptionsOf } from "./subscriptions.mjs";
import { measureSeries } from "./series.mjs";
import { loadingOf, summaryOf } from "./summary.mjs";

const startedMs = performance.now();
const minutes = (ms) => `${(ms / 60_000).toFixed(1)} min`;
const report = (what, leftMs) => {
  const left = leftMs === undefined ? "" : `, about ${minutes(leftMs)} left of this series`;
  process.stderr.write(`${minutes(performance.now() - startedMs)}: ${what}${left}\n`);
};

const measureEngine = async (engine, options, { contestants, folders, platform }) => {
  const leftOut = [];
  const present = contestants.filter((contestant) => {
    const why = whyNoPlugin(engine, contestant, folders.get(contestant.name));
    if (why !== undefined) leftOut.push({ contestant: contestant.name, keys: 1, why });
    return why === undefined;
  });
  const machine = describeMachine(engine);
  const runner = createRunner({ engine, platform, limitMs: options.limitMs });
  report(`${engine.title}: modules`);
  const inspected = present.filter(({ name }) => name === "ours" || !options.isQuick);
  const modules = await measureModules({ runner, contestants: inspected, folders });
  const series = await measureSeries({ ...options, runner, contestants: present, folders, report });
  const latency = folders.has("ours")
    ? await measureLatency({ ...options, runner, folders, keys: options.latencyKeys, report })
    : [];
  const subscriptions = await measureSubscriptions({ ...options, runner, folders, report });
  return {
    modules,
    results: {
      machine,
      runs: series.runs,
      latency,
      parallel: PARALLEL,
      leftOut: [...leftOut, ...series.leftOut],
      subscriptions,
    },
  };
};

const measureOnlySubscriptions = async (engines, options, { folders, platform }) => {
  for (const engine of engines) {
    const runner = createRunner({ engine, platform, limitMs: options.limitMs });
    const measured = await measureSubscriptions({ ...options, runner, folders, report });
    const subscriptions = subscriptionsOf(measured);
    process.stdout.write(`${subscriptionTables({ subscriptions }).join("\n\n")}\n`);
    if (!options.isQuick) writeSubscriptions({ engine: engine.name, subscriptions });
  }
};

const measurePackages = ({ contestants, folders, loads }) => ({
  installed: Object.fromEntries(
    contestants.map(({ name }) => [name, installedBeyond(folders.get(name), folders.get("floor"))]),
  ),
  loading: loadingOf(measureLoading({ contestants, folders, times: loads })),
});

/** Checks that everything was measured and is a number, which is the purpose of a quick run. */
const assertFigures = (summary) => {
  const { ratio, sizes, contestants } = createFigures(summary);
  const ratios = sizes.flatMap((keys) => contestants.map((name) => ratio(name, "floor", keys, "create")?.median));
  if (ratios.length === 0 || !ratios.every((each) => Number.isFinite(each) && each > 0)) {
    throw new Error("A ratio is not a number");
  }
};

const main = async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) {
    process.stdout.write(HELP);
    return;
  }
  if (options.isReport || options.isCheck) {
    await (options.isCheck ? checkReport : writeReport)(readSummary());
    return;
  }
  const engines = ENGINES.filter(({ name }) => options.engines.includes(name)).filter((engine) => {
    if (engine.version() !== undefined) return true;
    if (options.isEngineNamed) throw new Error(`${engine.title} is not on PATH`);
    process.stderr.write(`SKIPPED: ${engine.title} is not on PATH\n`);
    return false;
  });
  const contestants = CONTESTANTS.filter(({ name }) => options.contestants.includes(name));
  report("packing and installing");
  const folders = await installAll([...contestants, SUBSCRIPTIONS]);
  const platform = await startPlatformProcess(options.latenciesMs);
  try {
    if (options.isOfSubscriptions) {
      await measureOnlySubscriptions(engines, options, { folders, platform });
      if (!options.isQuick) await writeReport(readSummary());
      report("done");
      return;
    }
    report("loading");
    const packages = measurePackages({ contestants, folders, loads: options.loads });
    for (const engine of engines) {
      const { modules, results } = await measureEngine(engine, options, { contestants, folders, platform });
      const ofPackage = { ...packages, modules, machine: results.machine };
      const summary = summaryOf(results);
      process.stdout.write(`${engineText(engine, summary)}\n${packageText(ofPackage)}\n`);
      assertFigures(summary);
      if (!options.isQuick) await writeResults({ engine: engine.name, results, ofPackage });
    }
    if (!options.isQuick) await writeReport(readSummary());
  } finally {
    platform.stop();
  }
  report("done");
};

try {
  await main();
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
}
