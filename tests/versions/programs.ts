/** A user's program. */
export interface Program {
  readonly packageJson: { readonly main: string; readonly type: "commonjs" | "module" };
  /** The dependencies besides the package and Pulumi's SDK. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

const BODY = `
const config = new pulumi.Config();
const organizationId = config.require("organizationId");
const rotation = { replacementTrigger: config.require("rotation") };
const signingKey = new WebhookSigningKey("orders", { organizationId, renewBeforeDays: 30 }, rotation);
const ring = new WebhookVerificationKeys("orders", { current: signingKey });
const credential = new WebhookOAuthCredential("orders", {
  organizationId,
  clientId: "client",
  clientSecret: config.requireSecret("clientSecret"),
});
if (config.getBoolean("hasLater")) {
  const later = new WebhookSigningKey("later", { organizationId: "later", renewBeforeDays: 30 });
  new WebhookVerificationKeys("later", { current: later });
}
`;

const COMMONJS = `"use strict";
const pulumi = require("@pulumi/pulumi");
const { WebhookOAuthCredential, WebhookSigningKey, WebhookVerificationKeys } = require("pulumi-cybersource-webhooks");
${BODY}
exports.keyCount = ring.keys.apply((keys) => keys.length);
exports.clientId = credential.clientId;
exports.node = process.version;
`;

const ES_MODULE = `import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";
${BODY}
export const keyCount = ring.keys.apply((keys) => keys.length);
export const clientId = credential.clientId;
export const node = process.version;
`;

const TYPESCRIPT = `import * as pulumi from "@pulumi/pulumi";
import {
  type VerificationKey,
  WebhookOAuthCredential,
  WebhookSigningKey,
  WebhookVerificationKeys,
} from "pulumi-cybersource-webhooks";
${BODY}
export const keyCount: pulumi.Output<number> = ring.keys.apply((keys: VerificationKey[]) => keys.length);
export const clientId: pulumi.Output<string> = credential.clientId;
export const node: string = process.version;
`;

/** The output of \`pulumi new typescript\` since March 2026, and before. */
const TSCONFIG = {
  compilerOptions: { module: "nodenext", target: "es2022", types: ["node"], strict: true, noEmit: true },
  files: ["index.ts"],
};
const EARLIER_TSCONFIG = {
  compilerOptions: { module: "commonjs", moduleResolution: "node", target: "es2020", strict: true },
  files: ["index.ts"],
};

const typescript = (version: string, tsconfig: object): Program => ({
  packageJson: { main: "index.ts", type: "commonjs" },
  dependencies: { "@types/node": "^24", "ts-node": "^10.9.2", typescript: version },
  files: { "index.ts": TYPESCRIPT, "tsconfig.json": JSON.stringify(tsconfig) },
});

/** The same program, with every kind of resource, in each form that Pulumi can run. */
export const PROGRAMS = {
  "TypeScript 6": typescript("~6.0.3", TSCONFIG),
  "TypeScript 5": typescript("~5.9.3", EARLIER_TSCONFIG),
  CommonJS: {
    packageJson: { main: "index.js", type: "commonjs" },
    dependencies: {},
    files: { "index.js": COMMONJS },
  },
  "ES module": {
    packageJson: { main: "index.js", type: "module" },
    dependencies: {},
    files: { "index.js": ES_MODULE },
  },
} satisfies Record<string, Program>;

export type Language = keyof typeof PROGRAMS;
