import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createScratch } from "../../support/project.js";

const PRELUDE = `"use strict";
const pulumi = require("@pulumi/pulumi");
const {
  WebhookSigningKey, WebhookOAuthCredential, WebhookVerificationKeys, WebhookSubscription, WebhookEncryptionKey,
} = require(process.env.TEST_SHELL === "native" ? ${JSON.stringify(join(__dirname, "../../support/native-classes.js"))} : "pulumi-cybersource-webhooks");
`;

/** Writes a program; `pulumi` and the classes of the package, or of the native plugin, are there. */
export const writeProgram = (folder: string, program: string): void =>
  writeFileSync(join(folder, "index.js"), PRELUDE + program);

/** A new folder with a program, which has `pulumi` and the package's classes. */
export const createProgram = (program: string): string => {
  const folder = createScratch("scenario", { main: "index.js" });
  writeProgram(folder, program);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: scenario\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  return folder;
};
