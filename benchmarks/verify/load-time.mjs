import { execFileSync } from "node:child_process";

const PROCESSES = 15;
const PROGRAM = `
require("node:crypto");
const startedMs = performance.now();
require("pulumi-cybersource-webhooks/verify");
console.log(performance.now() - startedMs);`;

/** Milliseconds to load the receiver's entry, each in a process of its own that has node:crypto already. */
export const loadTimesMs = () =>
  Array.from({ length: PROCESSES }, () =>
    Number(execFileSync(process.execPath, ["--eval", PROGRAM], { cwd: import.meta.dirname, encoding: "utf8" })),
  );
