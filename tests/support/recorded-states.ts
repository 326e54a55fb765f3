import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ResourceTable } from "../../provider/resources/table.js";
import { RESOURCE_TABLES } from "../../provider/resources/all-tables.js";
import { type ExportedState } from "../e2e/support/engine.js";
import { PROJECT_ROOT } from "./project.js";

/** The recorded states. The folder of each version contains `schema.json`, the program, and the state that each engine made of it. */
export const STATES = join(PROJECT_ROOT, "tests/states");

/** Valid from 2026 to 2126. */
export const RECORDED_CERTIFICATE = (
  JSON.parse(readFileSync(join(PROJECT_ROOT, "tests/vectors/encryption/certificates.json"), "utf8")) as {
    readonly certificates: { readonly a: string };
  }
).certificates.a;

/** The host of the recorded keys. No server listens there: the tests of recorded states send no requests. */
export const RECORDED_HOST = "127.0.0.1:8480";

/**
 * The program of the next recording: all resources with default inputs, and keys that never expire. It has no subscription:
 * the tests refresh and destroy what was recorded, for which a subscription needs the service, and no server listens at the
 * recorded host.
 */
export const RECORDED_PROGRAM = `
const signingKey = new WebhookSigningKey("orders", { organizationId: "recorded", expiryDuration: 36500 });
new WebhookSigningKey("adopted", { organizationId: "recorded2", adopt: {
  keyId: "recorded-key-id", key: "cmVjb3JkZWQ=", expirationDate: "2120-01-01T00:00:00Z",
} });
new WebhookOAuthCredential("orders", {
  organizationId: "recorded", clientId: "client", clientSecret: "recorded-client-secret", expiryDuration: 36500,
});
new WebhookVerificationKeys("receiver", { current: signingKey });
new WebhookEncryptionKey("orders", {
  organizationId: "recorded",
  certificate: ${JSON.stringify(RECORDED_CERTIFICATE)},
});
`;

/** The part of the tables that affects states: names and secrecy of inputs and outputs. */
export const stateSchema = (): unknown =>
  Object.values<ResourceTable>(RESOURCE_TABLES).map(({ name, inputs, outputs }) => ({
    name,
    inputs: Object.fromEntries(Object.entries(inputs).map(([input, { isSecret }]) => [input, { isSecret }])),
    outputs: Object.fromEntries(Object.entries(outputs).map(([output, { isSecret }]) => [output, { isSecret }])),
  }));

export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

export interface RecordedState {
  /** Version and engine. */
  readonly name: string;
  /** The program that made it, which has fewer resources than later ones. */
  readonly program: string;
  readonly state: ExportedState;
}

/** All recorded states, by version and engine. */
export const recordedStates = (): RecordedState[] =>
  readdirSync(STATES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: version }) =>
      ["embedded", "cli"]
        .map((engine) => ({ name: `${version}/${engine}`, path: join(STATES, version, `${engine}.json`) }))
        .filter(({ path }) => existsSync(path))
        .map(({ name, path }) => ({
          name,
          program: readFileSync(join(STATES, version, "program.js"), "utf8"),
          state: readJson(path) as ExportedState,
        })),
    );
