import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Installs the plugin that a contestant needs. Returns the reason if it can't, otherwise undefined. */
export const whyNoPlugin = (engine, { plugin, pluginFolder }, folder) => {
  if (plugin === undefined && pluginFolder === undefined) return undefined;
  if (engine.name !== "cli") return `${engine.title} runs only dynamic providers`;
  if (plugin === undefined) return undefined;
  try {
    execFileSync("pulumi", ["plugin", "install", "resource", plugin.name, plugin.version], {
      env: { ...process.env, PULUMI_HOME: join(folder, "home") },
      stdio: "pipe",
      timeout: 60_000,
    });
    return undefined;
  } catch {
    return `its plugin ${plugin.name} ${plugin.version} could not be installed`;
  }
};
