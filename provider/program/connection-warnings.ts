import * as pulumi from "@pulumi/pulumi";
import { programSettings } from "./guards.js";
import { connectionWarnings } from "../connection/visible-problems.js";
import { perRun } from "./per-run.js";
import { DEFAULT_CONNECTION } from "../connection/settings.js";

/** Names of the connections that were checked in this run. */
const checkedInThisRun = perRun(() => new Set<string>());

const warnOnce = (name: string, connection: unknown): void => {
  if (typeof connection !== "string") return;
  const checked = checkedInThisRun();
  if (checked?.has(connection) === true) return;
  checked?.add(connection);
  for (const warning of connectionWarnings(programSettings(), connection, name)) {
    // Not attached to a resource: Pulumi would hold the warning back until the resource exists.
    void pulumi.log.warn(warning);
  }
};

/**
 * Warns of a connection that can't be used, once per run, and in previews too. The provider itself would notice only when
 * a key is due, which may be years later. It's a warning and not an error, because the settings may be set in CI only.
 *
 * @param name of the resource that uses the connection
 */
export const warnOfConnection = (name: string, connection: pulumi.Input<string> | undefined): void => {
  if (connection === undefined || typeof connection === "string") warnOnce(name, connection ?? DEFAULT_CONNECTION);
  else pulumi.output(connection).apply((known) => warnOnce(name, known));
};
