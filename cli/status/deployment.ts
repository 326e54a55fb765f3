import { z } from "zod";
import { type Decrypt } from "./passphrase.js";
import { readJson } from "../../provider/json-text.js";

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
/** `pulumi stack export` writes version 3, or 4 if the state uses a feature such as taint. */
const VERSIONS = [3, 4];

const flag = z.boolean().optional();
const properties = z.record(z.string(), z.unknown()).nullish();

const resourceSchema = z.object({
  urn: z.string(),
  id: z.string().optional(),
  type: z.string(),
  delete: flag,
  protect: flag,
  taint: flag,
  pendingReplacement: flag,
  inputs: properties,
  outputs: properties,
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullish()).nullish(),
});

const stateSchema = z.object({
  version: z.number().refine((version) => VERSIONS.includes(version)),
  deployment: z.object({
    secrets_providers: z.object({ type: z.string(), state: z.unknown().optional() }).nullish(),
    resources: z.array(z.unknown()).nullish(),
  }),
});

/** A resource of this package in a state. */
export type PackageResource = z.infer<typeof resourceSchema>;

/** The parts of a state that are read. */
export interface Deployment {
  /** How its secrets are encrypted; undefined if it was exported in plain text or has no secrets. */
  readonly secretsProvider: { readonly type: string; readonly salt: string | undefined } | undefined;
  /** Signing keys, OAuth credentials and encryption keys. */
  readonly keys: readonly PackageResource[];
  /** Resources of the class WebhookVerificationKeys. */
  readonly verificationKeys: readonly PackageResource[];
  /** Resources of the class WebhookSubscription. */
  readonly subscriptions: readonly PackageResource[];
  /** Those of the keys that are resources of the class WebhookEncryptionKey. */
  readonly encryptionKeys: readonly PackageResource[];
  /** URN of the stack itself; undefined if the state is empty. */
  readonly stackUrn: string | undefined;
}

const STACK_TYPE = "pulumi:pulumi:Stack";
/** The types of the npm package, and those of the native plugin. */
const PACKAGE_TYPE =
  /^(?:pulumi-nodejs:dynamic\/cybersource-webhooks:|cybersource-webhooks:index:)(Webhook(?:SigningKey|OAuthCredential|VerificationKeys|Subscription|EncryptionKey))$/;

const typeOf = (resource: unknown): string =>
  typeof resource === "object" && resource !== null && "type" in resource && typeof resource.type === "string"
    ? resource.type
    : "";

/** The class of this package that a Pulumi type belongs to; undefined for types of other packages. */
export const kindOf = (type: string): string | undefined => PACKAGE_TYPE.exec(type)?.[1];

const NO_STATE = "it is not a state as `pulumi stack export` writes it (deployment version 3 or 4)";

const parse = (text: string): unknown => {
  if (text.trim() === "") throw new Error("it is empty");
  return readJson(text);
};

/** Reads the resources of this package in an exported state, except those that the next run deletes. */
export const decodeDeployment = (text: string): Deployment => {
  const decoded = stateSchema.safeParse(parse(text));
  if (!decoded.success) throw new Error(NO_STATE);
  const { secrets_providers: provider, resources } = decoded.data.deployment;
  const salt = z.object({ salt: z.string() }).safeParse(provider?.state).data?.salt;
  const stack = (resources ?? []).find((resource) => typeOf(resource) === STACK_TYPE);
  const found = (resources ?? [])
    .filter((resource) => kindOf(typeOf(resource)) !== undefined)
    .map((resource) => {
      const decodedResource = resourceSchema.safeParse(resource);
      if (!decodedResource.success) throw new Error("a resource in it is malformed");
      return decodedResource.data;
    })
    .filter((resource) => resource.delete !== true);
  const ofKinds = (...kinds: readonly string[]): PackageResource[] =>
    found.filter(({ type }) => kinds.includes(kindOf(type) ?? ""));
  return {
    secretsProvider: provider ? { type: provider.type, salt } : undefined,
    keys: ofKinds("WebhookSigningKey", "WebhookOAuthCredential", "WebhookEncryptionKey"),
    verificationKeys: ofKinds("WebhookVerificationKeys"),
    subscriptions: ofKinds("WebhookSubscription"),
    encryptionKeys: ofKinds("WebhookEncryptionKey"),
    stackUrn: z.object({ urn: z.string() }).safeParse(stack).data?.urn,
  };
};

const sealedSchema = z.object({
  [SIGNATURE_KEY]: z.literal(SECRET_SIGNATURE),
  ciphertext: z.string().optional(),
  plaintext: z.string().optional(),
});

/** Marks a value as secret the way Pulumi does in a plain-text file, so that Pulumi encrypts it when it reads the file. */
export const seal = (value: unknown): unknown => ({
  [SIGNATURE_KEY]: SECRET_SIGNATURE,
  plaintext: JSON.stringify(value),
});

/** The ciphertext of an encrypted value; undefined for any other value. */
export const ciphertextOf = (value: unknown): string | undefined => sealedSchema.safeParse(value).data?.ciphertext;

/** Whether Pulumi marked a value as secret. */
export const isSealed = (value: unknown): boolean => sealedSchema.safeParse(value).success;

/** Whether Pulumi marked a value, or any part of it, as secret. */
export const holdsSealed = (value: unknown): boolean =>
  isSealed(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsSealed));

/** Decrypts a value if Pulumi marked it as secret. */
export const openValue = (value: unknown, decrypt: Decrypt): unknown => {
  const sealed = sealedSchema.safeParse(value).data;
  if (sealed === undefined) return value;
  const text = sealed.ciphertext === undefined ? sealed.plaintext : decrypt(sealed.ciphertext);
  const opened = readJson(text ?? "");
  if (opened === undefined) throw new Error("an encrypted value is damaged");
  return opened;
};
