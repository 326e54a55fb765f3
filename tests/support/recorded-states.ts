import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ResourceTable } from "../../provider/resources/table.js";
import { RESOURCE_TABLES } from "../../provider/resources/all-tables.js";
import { type ExportedState } from "../e2e/support/engine.js";
import { PROJECT_ROOT } from "./project.js";

/**
 * The recorded states. The folder of each version contains `schema.json`, the program, the state that each engine made of
 * it and, from 0.3.0 on, the subscriptions that the local platform held then.
 */
export const STATES = join(PROJECT_ROOT, "tests/states");

/** Valid from 2026 to 2126. */
export const RECORDED_CERTIFICATE = (
  JSON.parse(readFileSync(join(PROJECT_ROOT, "tests/vectors/encryption/certificates.json"), "utf8")) as {
    readonly certificates: { readonly a: string };
  }
).certificates.a;

/** The host of the recorded resources. */
export const RECORDED_HOST = "127.0.0.1:8480";

/** The program of the next recording: all resources with default inputs, and keys that never expire. */
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
new WebhookSubscription("orders", {
  organizationId: "recorded",
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  signingKey,
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
  /** A state file of the local platform with the recorded subscriptions; undefined if the program has none. */
  readonly platformFile: string | undefined;
}

/** The state file of the local platform beside a recorded state. */
export const platformFileOf = (version: string, engine: string): string =>
  join(STATES, version, `${engine}.platform.json`);

/** A state whose resources are at another host than the recorded ones. */
export const atHost = (state: ExportedState, host: string): ExportedState =>
  JSON.parse(JSON.stringify(state).replaceAll(RECORDED_HOST, host)) as ExportedState;

/** All recorded states, by version and engine. */
export const recordedStates = (): RecordedState[] =>
  readdirSync(STATES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: version }) =>
      ["embedded", "cli"]
        .map((engine) => ({
          name: `${version}/${engine}`,
          path: join(STATES, version, `${engine}.json`),
          platformFile: platformFileOf(version, engine),
        }))
        .filter(({ path }) => existsSync(path))
        .map(({ name, path, platformFile }) => ({
          name,
          program: readFileSync(join(STATES, version, "program.js"), "utf8"),
          state: readJson(path) as ExportedState,
          platformFile: existsSync(platformFile) ? platformFile : undefined,
        })),
    );
