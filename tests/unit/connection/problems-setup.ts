import { expect } from "@jest/globals";
import { createConnections } from "../../../provider/connection/connection.js";
import { type SettingSources } from "../../../provider/connection/settings.js";
import { requestVectors } from "../auth/vectors.js";

export const PAIR = { merchantId: "merchant", merchantKeyId: "key-id", merchantSecretKey: "c2VjcmV0" };
export const HOST = { host: "a.example" };
export const connectionsOf = (sources: SettingSources) =>
  createConnections(
    sources,
    () => new Date(requestVectors.inputs.nowIso),
    () => undefined,
  );
export const inConfig = (settings: Readonly<Record<string, string>>): SettingSources => ({
  stackConfig: (key) => settings[key.replace("cybersource-webhooks:", "")],
  environment: {},
});
export const inEnvironment = (environment: SettingSources["environment"]): SettingSources => ({
  stackConfig: () => undefined,
  environment,
});

/** The problems that the error of opening a connection lists. Empty if it opens. */
export const problemsOf = async (sources: SettingSources, connection = "default"): Promise<string[]> => {
  const error: unknown = await connectionsOf(sources)
    .open(connection, "org")
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (error === undefined) return [];
  if (!(error instanceof Error)) throw new Error("no error");
  const [first, ...problems] = error.message.split("\n");
  expect(first).toBe(`ERR_CONNECTION: connection "${connection}" cannot be used, and nothing was sent:`);
  return problems.map((problem) => problem.replace(/^ {2}- /, ""));
};
