import { expect, test } from "@jest/globals";
import { decodeDeployment, kindOf } from "../../../../cli/status/deployment.js";
import { createReport } from "../../../../cli/status/report.js";
import {
  keyResource,
  NOW,
  stackResource,
  stateText,
  subscriptionResource,
  verificationKeysResource,
} from "./states.js";

const asNative = (text: string): string =>
  text.replaceAll("pulumi-nodejs:dynamic/cybersource-webhooks:", "cybersource-webhooks:index:");

const signingKey = keyResource();
const DYNAMIC = stateText([
  stackResource(),
  signingKey,
  keyResource({ kind: "WebhookOAuthCredential" }),
  keyResource({ kind: "WebhookEncryptionKey" }),
  verificationKeysResource("receiver", ["key-id-that-nobody-may-see"], [signingKey]),
  subscriptionResource(),
]);
const NATIVE = asNative(DYNAMIC);

test("the resources of the native plugin are found, and those of no other package", () => {
  const { keys, encryptionKeys, verificationKeys, subscriptions } = decodeDeployment(NATIVE);
  expect([...keys, ...verificationKeys, ...subscriptions].map(({ type }) => kindOf(type))).toEqual([
    "WebhookSigningKey",
    "WebhookOAuthCredential",
    "WebhookEncryptionKey",
    "WebhookVerificationKeys",
    "WebhookSubscription",
  ]);
  expect(encryptionKeys).toEqual(keys.slice(2));
  const others = ["my-cybersource-webhooks:index:WebhookSigningKey", "cybersource-webhooks:index:WebhookSigningKeys"];
  expect(others.map(kindOf)).toEqual([undefined, undefined]);
});

test("status says of the native plugin's resources what it says of the npm package's", async () => {
  const reportOf = (text: string) => createReport([{ source: "a state", text }], { now: NOW, env: {} });
  const report = await reportOf(NATIVE);
  expect(report.keys).toHaveLength(3);
  expect(report).toEqual(JSON.parse(asNative(JSON.stringify(await reportOf(DYNAMIC)))));
});
