import * as pulumi from "@pulumi/pulumi";
import { programSettings } from "./guards.js";
import { visibleProblems } from "../connection/visible-problems.js";
import { perRun } from "./per-run.js";
import { DEFAULT_CONNECTION } from "../connection/settings.js";

/** Connections that were looked at in this run. */
const seenInThisRun = perRun(() => new Set<string>());

const warnOf = (name: string, connection: unknown): void => {
  if (typeof connection !== "string") return;
  const seen = seenInThisRun();
  if (seen?.has(connection) === true) return;
  seen?.add(connection);
  for (const problem of visibleProblems(programSettings(), connection)) {
    // Not attached to a resource: Pulumi would hold the warning back until the resource exists.
    void pulumi.log.warn(
      `cybersource-webhooks: the connection "${connection}", which "${name}" uses, cannot send a request: ${problem}`,
    );
  }
};

/**
 * Warns of a connection that cannot work, once a run and in a preview too: a key that is years from its end would hide
 * that. It is no failure: settings may come from the environment of CI alone.
 */
export const warnOfConnection = (name: string, connection: pulumi.Input<string> | undefined): void => {
  if (connection === undefined || typeof connection === "string") warnOf(name, connection ?? DEFAULT_CONNECTION);
  else pulumi.output(connection).apply((known) => warnOf(name, known));
};
