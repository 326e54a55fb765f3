import * as pulumi from "@pulumi/pulumi";
import {
  type AdoptedKeyArgs,
  type CurrentKeyArgs,
  type VerificationKey,
  WebhookEncryptionKey,
  type WebhookEncryptionKeyArgs,
  WebhookOAuthCredential,
  type WebhookOAuthCredentialArgs,
  WebhookSigningKey,
  type WebhookSigningKeyArgs,
  WebhookVerificationKeys,
  type WebhookVerificationKeysArgs,
} from "pulumi-cybersource-webhooks";

const config = new pulumi.Config();
const organizationId: string = config.require("organizationId");

const keyArgs: WebhookSigningKeyArgs = {
  organizationId,
  renewBeforeDays: 30,
  adopt: config.requireSecretObject<AdoptedKeyArgs>("ordersKey"),
};
const signingKey = new WebhookSigningKey("orders", keyArgs, { retainOnDelete: true });

const credentialArgs: WebhookOAuthCredentialArgs = {
  organizationId,
  clientId: "client",
  clientSecret: config.requireSecret("clientSecret"),
};
const credential = new WebhookOAuthCredential("orders", credentialArgs, { dependsOn: signingKey });

const current: CurrentKeyArgs = signingKey;
const ringArgs: WebhookVerificationKeysArgs = { current, overlapDays: 30 };
const ring = new WebhookVerificationKeys("orders", ringArgs, { protect: true });

const encryptionArgs: WebhookEncryptionKeyArgs = { organizationId, certificate: config.require("certificate") };
export const encryptionKeyId: pulumi.Output<string | undefined> = new WebhookEncryptionKey("orders", encryptionArgs)
  .keyId;

export const keyId: pulumi.Output<string> = signingKey.keyId;
export const host: pulumi.Output<string | undefined> = credential.host;
export const keyIds: pulumi.Output<string[]> = ring.keys.apply((keys: VerificationKey[]) =>
  keys.map((key): string => key.keyId),
);

// @ts-expect-error -- organizationId is misspelled: an error shows that the package's types are found
export const wrong = new WebhookSigningKey("orders", { organisationId: "my_organization" });
