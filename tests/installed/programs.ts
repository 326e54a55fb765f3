/** A user's program. */
export interface Program {
  readonly packageJson: { readonly main: string; readonly type: "commonjs" | "module" };
  /** Names of what is installed beside the package. */
  readonly dependencies: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

const ARGUMENTS = `{
  organizationId,
  clientId: "client",
  clientSecret: config.requireSecret("clientSecret"),
}`;

const COMMONJS = `"use strict";
const pulumi = require("@pulumi/pulumi");
const { WebhookOAuthCredential, WebhookSigningKey } = require("pulumi-cybersource-webhooks");

const config = new pulumi.Config();
const organizationId = config.require("organizationId");
const signingKey = new WebhookSigningKey("orders", { organizationId });
const credential = new WebhookOAuthCredential("orders", ${ARGUMENTS});

exports.keyId = signingKey.keyId;
exports.clientId = credential.clientId;
exports.node = process.version;
`;

const ES_MODULE = `import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey } from "pulumi-cybersource-webhooks";

const config = new pulumi.Config();
const organizationId = config.require("organizationId");
const signingKey = new WebhookSigningKey("orders", { organizationId });
const credential = new WebhookOAuthCredential("orders", ${ARGUMENTS});

export const keyId = signingKey.keyId;
export const clientId = credential.clientId;
export const node = process.version;
`;

const TYPESCRIPT = `import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey, type WebhookOAuthCredentialArgs } from "pulumi-cybersource-webhooks";

const config = new pulumi.Config();
const organizationId: string = config.require("organizationId");
const args: WebhookOAuthCredentialArgs = ${ARGUMENTS};
const signingKey = new WebhookSigningKey("orders", { organizationId });
const credential = new WebhookOAuthCredential("orders", args);

export const keyId: pulumi.Output<string> = signingKey.keyId;
export const clientId: pulumi.Output<string> = credential.clientId;
export const node: string = process.version;
`;

const TSCONFIG = {
  compilerOptions: { module: "nodenext", target: "es2022", types: ["node"], strict: true, noEmit: true },
  files: ["index.ts"],
};

const SDK = "@pulumi/pulumi";

/** The same program, with both resources, in each form in which Pulumi runs one. */
export const PROGRAMS = {
  TypeScript: {
    packageJson: { main: "index.ts", type: "commonjs" },
    dependencies: [SDK, "@types/node", "ts-node", "typescript"],
    files: { "index.ts": TYPESCRIPT, "tsconfig.json": JSON.stringify(TSCONFIG) },
  },
  CommonJS: {
    packageJson: { main: "index.js", type: "commonjs" },
    dependencies: [SDK],
    files: { "index.js": COMMONJS },
  },
  "ES module": {
    packageJson: { main: "index.js", type: "module" },
    dependencies: [SDK],
    files: { "index.js": ES_MODULE },
  },
} satisfies Record<string, Program>;

export type Language = keyof typeof PROGRAMS;
