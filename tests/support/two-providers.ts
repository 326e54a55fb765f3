import { type Platform } from "../../local/platform/server.js";
import { type EngineLog, startEngineLog } from "./engine-log.js";
import { type PluginProcess, startPlugin } from "./plugin-process.js";

/** The processes of two providers of one run, and what they log to its engine. */
export type Run = readonly [one: PluginProcess, other: PluginProcess, engine: EngineLog];

/** Runs something with the processes of two providers, which belong to one run. */
export const withTwoProviders = async <Result>(
  platform: Platform,
  act: (...run: Run) => Promise<Result>,
  environment: (address: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<Result> => {
  const engine = await startEngineLog();
  const shared = environment(engine.address);
  const start = (provider: string): Promise<PluginProcess> =>
    startPlugin({
      config: { host: platform.origin, authentication: "none" },
      engineAddress: engine.address,
      provider,
      environment: shared,
    });
  const processes = await Promise.all([start("default_0_3_0"), start("default_0_3_1")] as const);
  try {
    return await act(...processes, engine);
  } finally {
    for (const each of processes) await each.stop();
    await engine.stop();
  }
};
