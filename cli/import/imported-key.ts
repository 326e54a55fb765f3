import { assess } from "../../provider/resources/key/expiry.js";
import { check } from "../../provider/resources/check.js";
import { decodeInputs } from "../../provider/resources/key/inputs.js";
import { adoptedOutputs, idOf, type KeyOutputs } from "../../provider/resources/key/outputs.js";
import { DEFAULT_CONNECTION } from "../../provider/connection/settings.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "../../provider/resources/oauth-credential/table.js";
import { type Properties } from "../../provider/resources/protocol.js";
import { type AnsweredKey } from "./read-answer.js";

/** What the program sets for the resource, as far as the answer doesn't contain it. */
export interface ImportedKeyOptions {
  readonly expiryDuration?: number | undefined;
  readonly keyProvider?: string | undefined;
  readonly tenant?: string | undefined;
  readonly connection?: string | undefined;
  /** Host of the connection; undefined if it isn't known. */
  readonly host: string | undefined;
  readonly now: Date;
}

/** The resource as if the program had adopted the key. Secrets aren't marked. */
export interface ImportedKey {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: KeyOutputs;
}

/** The service may return a name in another letter case than it was sent in. A default isn't an input, so it's left out. */
const unlessDefault = (answered: string | undefined, byDefault: string): string | undefined =>
  answered?.toLowerCase() === byDefault.toLowerCase() ? undefined : answered;

/** @throws Error that says what is wrong with the key, without quoting a secret */
export const importedKey = (answered: AnsweredKey, options: ImportedKeyOptions): ImportedKey => {
  const { kind, organizationId, keyId, key, expirationDate } = answered;
  const { expiryDuration, connection, host, now } = options;
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
  const outputs = adoptedOutputs(kind.toRequest(decodeInputs(table, adopted)), { keyId, key, expirationDate }, host);
  const inputs = Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== undefined));
  return { id: idOf(outputs), inputs, outputs };
};
