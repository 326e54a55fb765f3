import { execFileSync } from "node:child_process";

const PROCESSES = 15;
const PROGRAMS = ["verify", "decrypt"].flatMap((entry) => [
  [entry, "ES module", "module", `await import("pulumi-cybersource-webhooks/${entry}");`],
  [entry, "CommonJS", "commonjs", `require("pulumi-cybersource-webhooks/${entry}");`],
]);

const loadTimeMs = (type, load) => {
  const program = `
    ${type === "module" ? 'await import("node:crypto");' : 'require("node:crypto");'}
    const before = process.cpuUsage();
    ${load}
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
  const flags = ["--input-type", type, "--eval", program];
  return Number(execFileSync(process.execPath, flags, { cwd: import.meta.dirname, encoding: "utf8" }));
};

/**
 * Measures the processor time to load the receiver's entry points, in milliseconds, each time in a new process that has
 * already loaded node:crypto. Unlike wall time, processor time doesn't depend on how busy the machine is.
 */
export const loadTimesMs = () =>
  PROGRAMS.map(([entry, build, type, load]) => ({
    entry,
    build,
    timesMs: Array.from({ length: PROCESSES }, () => loadTimeMs(type, load)),
  }));
