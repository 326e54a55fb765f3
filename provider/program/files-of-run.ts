import * as pulumi from "@pulumi/pulumi";
import { perRun } from "./per-run.js";
import { type ConfigFiles, readConfigFiles, unreadableWarnings } from "./stack-file.js";

const warnedInThisRun = perRun(() => new Set<string>());

/** Reads the files that hold the configuration of this run, and warns once of those that can't be parsed. */
export const readFilesOfRun = (): ConfigFiles => {
  const stack = pulumi.getStack();
  const files = readConfigFiles(process.cwd(), stack);
  const warned = warnedInThisRun();
  for (const warning of unreadableWarnings(files, stack)) {
    if (warned?.has(warning) === true) continue;
    warned?.add(warning);
    void pulumi.log.warn(`cybersource-webhooks: ${warning}`);
  }
  return files;
};
