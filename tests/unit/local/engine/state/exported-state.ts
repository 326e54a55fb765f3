import { readFileSync } from "node:fs";
import { deploymentSalt, type Snapshot } from "../../../../../local/engine/state/deployment.js";
import { type Crypter, openCrypter } from "../../../../../local/engine/state/passphrase.js";
import type { ResourceState } from "../../../../../local/engine/state/resource-state.js";
import { FIXTURE_PASSPHRASE, fixtureFile } from "../fixture-file.js";

interface ExportedState {
  version: number;
  features?: string[];
  deployment: Record<string, unknown> & { resources: Record<string, unknown>[]; secrets_providers: unknown };
}

/** A state that the Pulumi CLI exported. */
export const exported = (): ExportedState =>
  JSON.parse(readFileSync(fixtureFile("exported-state.json"), "utf8")) as ExportedState;

/** The crypter of that state. */
export const openExportedCrypter = (): Promise<Crypter> =>
  openCrypter(deploymentSalt(exported()) ?? "", FIXTURE_PASSPHRASE);

export const throughJson = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

export const resource = (fields: Partial<ResourceState> = {}): ResourceState => ({
  urn: "urn:pulumi:dev::p::t:t:t::a",
  custom: true,
  type: "t:t:t",
  id: "a-1",
  inputs: {},
  outputs: {},
  ...fields,
});

export const snapshot = (...resources: ResourceState[]): Snapshot => ({
  manifest: { time: "2026-01-01T00:00:00Z", version: "v3.0.0" },
  resources,
  pendingOperations: [],
});
