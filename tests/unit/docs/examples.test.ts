import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { codeBlocks, documentPages } from "../../support/documents.js";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

/** Names that the examples on the pages use without declaring them. An example can import or declare its own. */
const SURROUNDINGS = `
import type { IncomingMessage } from "node:http";
import type * as webhooks from "pulumi-cybersource-webhooks";
import type { DecryptionKey } from "pulumi-cybersource-webhooks/decrypt";
import type { createReplayGuard, verifyNotification, VerificationKey } from "pulumi-cybersource-webhooks/verify";

declare global {
  const WebhookSigningKey: typeof webhooks.WebhookSigningKey;
  const WebhookVerificationKeys: typeof webhooks.WebhookVerificationKeys;
  const current: webhooks.WebhookSigningKey;
  const pulumi: typeof import("@pulumi/pulumi");
  const config: import("@pulumi/pulumi").Config;
  const aws: { secretsmanager: { SecretVersion: new (name: string, args: { secretId: string; secretString: unknown }) => object } };
  const secret: { id: string };
  const args: webhooks.WebhookSigningKeyArgs;
  const organizationId: string, clientId: string, clientSecret: string, url: string, scope: string, keyId: string;
  const timeoutMs: number;
  const request: IncomingMessage;
  const header: string, body: Buffer;
  const keys: VerificationKey[];
  const readKeysFromVault: () => Promise<VerificationKey[]>;
  const readPrivateKeys: () => Promise<DecryptionKey[]>;
  const handle: (event: unknown) => Promise<void>;
  const redis: { set(key: string, value: string, options: { NX: true; EX: number }): Promise<string | null> };
  const verifyNotification: typeof import("pulumi-cybersource-webhooks/verify").verifyNotification;
  const createReplayGuard: typeof import("pulumi-cybersource-webhooks/verify").createReplayGuard;
}
`;

const WRONG = `import { WebhookSigningKey } from "pulumi-cybersource-webhooks";
new WebhookSigningKey("orders", { organisationId: "my_organization" });
`;

const COMPILER_OPTIONS = {
  module: "nodenext",
  target: "es2023",
  types: ["node"],
  strict: true,
  noEmit: true,
  // As Node.js runs them without a compiler.
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
};

/** The file has the same line numbers as the page, so that errors name the line of the page. */
const fileOf = (page: string, line: number): string => `${page.replaceAll("/", "-")}-${line}.mts`;

const examples = documentPages().flatMap((page) =>
  codeBlocks(page)
    .filter(({ language }) => language === "ts")
    .map(({ line, text }) => ({ name: fileOf(page, line), text: "\n".repeat(line) + text })),
);

let errors: string[] = [];

beforeAll(() => {
  const folder = createScratch("docs-examples");
  writeFileSync(join(folder, "surroundings.d.mts"), SURROUNDINGS);
  writeFileSync(join(folder, "wrong.mts"), WRONG);
  for (const { name, text } of examples) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
  const compiler = join(PROJECT_ROOT, "node_modules/typescript-7/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "--pretty", "false"], { cwd: folder, encoding: "utf8" });
  errors = stdout.split("\n").filter((line) => /^\S+\(\d+,\d+\): error /.test(line));
});

test("every TypeScript example on the pages compiles with the types of the package", () => {
  expect(examples.length).toBeGreaterThan(10);
  expect(errors.filter((error) => !error.startsWith("wrong.mts"))).toEqual([]);
});

test("an example with an unknown input would be reported", () => {
  expect(errors.filter((error) => error.startsWith("wrong.mts"))).toEqual([
    expect.stringContaining("'organisationId' does not exist"),
  ]);
});
