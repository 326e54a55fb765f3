import { z } from "zod";
import { kindOf, openValue, type PackageResource } from "./deployment.js";
import { identityOf } from "./identity.js";
import { type Decrypt } from "./passphrase.js";
import { type VerificationKeysState, type VerificationKeysStatus } from "./verification-keys-status.js";

const heldSchema = z.array(z.object({ keyId: z.string() })).min(1);

/** The signing keys that the input `current` depends on. */
const signingKeysOf = (resource: PackageResource, keys: readonly PackageResource[]): PackageResource[] => {
  const behindCurrent = new Set(resource.propertyDependencies?.["current"] ?? []);
  return keys.filter(({ urn, type }) => behindCurrent.has(urn) && kindOf(type) === "WebhookSigningKey");
};

const stateOf = (held: readonly string[] | undefined, signing: readonly unknown[]): VerificationKeysState => {
  if (held === undefined) return "unreadable";
  const known = signing.filter((keyId) => typeof keyId === "string");
  if (known.length === 0) return "unlinked";
  return known.some((keyId) => held.includes(keyId)) ? "complete" : "behind";
};

/** The status of verification keys. Decrypts key IDs only to compare them. */
export const assessVerificationKeys = (
  resource: PackageResource,
  keys: readonly PackageResource[],
  decrypt: Decrypt,
): VerificationKeysStatus => {
  const held = heldSchema.safeParse(openValue(resource.outputs?.["keys"], decrypt)).data?.map(({ keyId }) => keyId);
  const signing = signingKeysOf(resource, keys).map(({ outputs }) => openValue(outputs?.["keyId"], decrypt));
  return {
    ...identityOf(resource.urn),
    earlierKeys: held === undefined ? undefined : held.length - 1,
    state: stateOf(held, signing),
  };
};
