import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { WEBHOOK_OAUTH_CREDENTIAL } from "../../provider/resources/oauth-credential/table.js";
import { WEBHOOK_SIGNING_KEY } from "../../provider/resources/signing-key/table.js";
import { WEBHOOK_VERIFICATION_KEYS } from "../../provider/resources/verification-keys/table.js";
import { type ExportedState } from "../e2e/support/engine.js";
import { PROJECT_ROOT } from "./project.js";

/** The recorded states. The folder of each version contains `schema.json` and a state from each engine. */
export const STATES = join(PROJECT_ROOT, "tests/states");

/** The host of the recorded keys. No server listens there: the tests of recorded states send no requests. */
export const RECORDED_HOST = "127.0.0.1:8480";

/** The program of every recording: all resources with default inputs, and keys that never expire. */
export const RECORDED_PROGRAM = `
const signingKey = new WebhookSigningKey("orders", { organizationId: "recorded", expiryDuration: 36500 });
new WebhookSigningKey("adopted", { organizationId: "recorded2", adopt: {
  keyId: "recorded-key-id", key: "cmVjb3JkZWQ=", expirationDate: "2120-01-01T00:00:00Z",
} });
new WebhookOAuthCredential("orders", {
  organizationId: "recorded", clientId: "client", clientSecret: "recorded-client-secret", expiryDuration: 36500,
});
new WebhookVerificationKeys("receiver", { current: signingKey });
`;

/** The part of the tables that affects states: names and secrecy of inputs and outputs. */
export const stateSchema = (): unknown =>
  [WEBHOOK_SIGNING_KEY, WEBHOOK_OAUTH_CREDENTIAL, WEBHOOK_VERIFICATION_KEYS].map(({ name, inputs, outputs }) => ({
    name,
    inputs: Object.fromEntries(Object.entries(inputs).map(([input, { isSecret }]) => [input, { isSecret }])),
    outputs: Object.fromEntries(Object.entries(outputs).map(([output, { isSecret }]) => [output, { isSecret }])),
  }));

export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** All recorded states, by version and engine. */
export const recordedStates = (): { readonly name: string; readonly state: ExportedState }[] =>
  readdirSync(STATES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: version }) =>
      ["embedded", "cli"]
        .map((engine) => ({ name: `${version}/${engine}`, path: join(STATES, version, `${engine}.json`) }))
        .filter(({ path }) => existsSync(path))
        .map(({ name, path }) => ({ name, state: readJson(path) as ExportedState })),
    );
