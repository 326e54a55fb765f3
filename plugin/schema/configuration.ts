import {
  CONNECTIONS_KEY,
  NAMESPACE,
  type Setting,
  SETTING_NAMES,
  SETTINGS,
  variableOf,
} from "../../provider/connection/settings.js";

/** What each setting is. The details are in docs/authentication.md and docs/installation-configuration.md. */
const MEANINGS: Readonly<Record<Setting, string>> = {
  environment:
    "The site of the service: `cybersource-test`, `cybersource-production`, `cybersource-india`, `visaacceptance-test` or " +
    "`visaacceptance-production`.",
  host: "Host of the service, in place of `environment`.",
  merchantId: "Merchant whose credentials sign the requests.",
  authentication: "How requests are signed: `jwt`, `http-signature`, or `none` for loopback addresses.",
  merchantKeyId: "Id of the shared secret key.",
  merchantSecretKey: "The shared secret key. A credential.",
  p12: "The P12 file, in base64. A credential.",
  p12Password: "Password of the P12 file. A credential.",
  portfolioId: "Portfolio whose credentials sign the requests of its merchants.",
  senderOrganizationId: "Header `v-c-sender-organization-id`.",
  permissions: "Header `v-c-permissions`.",
};

interface SchemaSetting {
  readonly type: "string";
  readonly description: string;
  readonly secret?: true;
}

const settingOf = (name: Setting): SchemaSetting => ({
  type: "string",
  description: `${MEANINGS[name]} Default: the environment variable \`${variableOf("default", name)}\`.`,
  ...(SETTINGS[name].isSecret && { secret: true }),
});

/** The settings of an explicit provider, which is one connection. */
export const providerInputs = (): Readonly<Record<string, SchemaSetting>> =>
  Object.fromEntries(SETTING_NAMES.map((name) => [name, settingOf(name)]));

/** The settings in the stack's configuration. */
export const configVariables = (): Readonly<Record<string, unknown>> => ({
  ...providerInputs(),
  [CONNECTIONS_KEY.slice(NAMESPACE.length + 1)]: {
    type: "object",
    additionalProperties: { type: "object", additionalProperties: { type: "string" } },
    description: "Further connections by name, each an object of the settings above.",
    secret: true,
  },
});
