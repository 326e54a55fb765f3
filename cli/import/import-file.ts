import { assess } from "../../provider/resources/key/expiry.js";
import { providerText, type ProviderModule, typeOf } from "../../provider/seam/provider-text.js";
import { check } from "../../provider/resources/check.js";
import { decodeInputs } from "../../provider/resources/key/inputs.js";
import { adoptedOutputs, idOf } from "../../provider/resources/key/outputs.js";
import { DEFAULT_CONNECTION } from "../../provider/connection/settings.js";
import { type ResourceTable, secretOutputsOf } from "../../provider/resources/table.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "../../provider/resources/oauth-credential/table.js";
import { seal } from "../status/deployment.js";
import { type AnsweredKey } from "./read-answer.js";

/** What the program sets for the resource, as far as the answer doesn't contain it. */
export interface ImportOptions {
  /** Name of the resource in the program. */
  readonly name: string;
  readonly expiryDuration: number | undefined;
  readonly keyProvider: string | undefined;
  readonly tenant: string | undefined;
  readonly connection: string | undefined;
  /** Host of the connection; undefined if it isn't known. */
  readonly host: string | undefined;
  readonly now: Date;
}

const moduleOf = (table: ResourceTable): ProviderModule =>
  table === WEBHOOK_OAUTH_CREDENTIAL ? "webhook-oauth-credential" : "webhook-signing-key";

/** Properties as in a state: secrets are marked, and undefined properties are left out. */
const sealed = (properties: Readonly<Record<string, unknown>>, secrets: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, secrets.includes(name) ? seal(value) : value]),
  );

/** The service may return a name in another letter case than it was sent in. A default isn't an input, so it's left out. */
const unlessDefault = (answered: string | undefined, byDefault: string): string | undefined =>
  answered?.toLowerCase() === byDefault.toLowerCase() ? undefined : answered;

/**
 * The file that `pulumi import --file` reads. It contains inputs and outputs, so Pulumi sends no request: the state is the
 * same as if the program had adopted the key.
 *
 * @throws Error that says what is wrong, without quoting a secret
 */
export const importFile = (answered: AnsweredKey, options: ImportOptions): unknown => {
  const { kind, organizationId, keyId, key, expirationDate } = answered;
  const { name, expiryDuration, connection, host, now } = options;
  const { table } = kind;
  const isOAuth = table === WEBHOOK_OAUTH_CREDENTIAL;
  const byDefault = kind.toRequest({ organizationId });
  const identity = {
    organizationId,
    expiryDuration,
    keyProvider: options.keyProvider ?? unlessDefault(answered.keyProvider, byDefault.keyProvider),
    tenant: options.tenant ?? unlessDefault(answered.tenant, byDefault.tenant),
    connection: connection === DEFAULT_CONNECTION ? undefined : connection,
    ...(isOAuth && { clientId: answered.clientId, clientSecret: key }),
  };
  const adopted = { ...identity, adopt: { keyId, key, expirationDate } };
  const failures = check(table, adopted);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join(" "));
  if (assess({ expirationDate, renewBeforeDays: 0 }, now).state === "expired") {
    throw new Error("the key has expired, so importing it is no use. Let the program create a new one");
  }

  const inputs = decodeInputs(table, adopted);
  const outputs = adoptedOutputs(kind.toRequest(inputs), { keyId, key, expirationDate }, host);
  const __provider = providerText(moduleOf(table));
  const secretInputs = Object.entries(table.inputs)
    .filter(([, { isSecret }]) => isSecret)
    .map(([input]) => input);
  return {
    resources: [
      {
        type: typeOf(table),
        name,
        id: idOf(outputs),
        inputs: sealed({ __provider, ...identity }, secretInputs),
        outputs: sealed({ __provider, ...outputs }, secretOutputsOf(table)),
      },
    ],
  };
};
