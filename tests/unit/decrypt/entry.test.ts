import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { build } from "esbuild";
import { encryptedNotifications, privateKeys } from "../../support/encryption-vectors.js";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

const INSTALLED = join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks/dist/decrypt");
const NAMES = ["DecryptionError", "decryptNotification", "isEncrypted"];
const body = JSON.stringify({ encData: encryptedNotifications.accepted["to key a"] });
const USE = `const { event } = await decryptNotification({ body: process.argv[2], keys: [{ privateKey: process.argv[3] }] });
  console.log(JSON.stringify(event));`;

const write = (name: string, source: string): string => {
  const file = join(createScratch("decrypt-entry"), name);
  writeFileSync(file, source);
  return file;
};
const run = (file: string): unknown =>
  JSON.parse(execFileSync(process.execPath, [file, body, privateKeys.a.pkcs8], { encoding: "utf8" }));

const MODULE = `import { decryptNotification } from "pulumi-cybersource-webhooks/decrypt";\n${USE}`;
const COMMON = `const { decryptNotification } = require("pulumi-cybersource-webhooks/decrypt");\n(async () => {${USE}})();`;

test.each([
  ["program.mjs", MODULE],
  ["program.cjs", COMMON],
])("%s decrypts, as it is and bundled by esbuild", async (name, source) => {
  const file = write(name, source);
  expect(run(file)).toEqual(encryptedNotifications.event);
  const outfile = file.replace("program.", "bundle.");
  const format = name.endsWith("mjs") ? "esm" : "cjs";
  await build({ entryPoints: [file], outfile, bundle: true, format, platform: "node", logLevel: "silent" });
  expect(run(outfile)).toEqual(encryptedNotifications.event);
});

test("both builds export the same names, and load node:crypto and nothing else", () => {
  const common = write(
    "names.cjs",
    `const names = Object.keys(require("pulumi-cybersource-webhooks/decrypt")).sort();
    console.log(JSON.stringify([names, Object.keys(require.cache).length]));`,
  );
  expect(run(common)).toEqual([NAMES, 2]);
  const module = write(
    "names.mjs",
    `import * as entry from "pulumi-cybersource-webhooks/decrypt"; console.log(JSON.stringify(Object.keys(entry)));`,
  );
  expect(run(module)).toEqual(NAMES);
  const text = readFileSync(join(INSTALLED, "index.mjs"), "utf8");
  expect([...text.matchAll(/^import .*? from "(.*?)";$/gm)].map(([, name]) => name)).toEqual(["node:crypto"]);
});

test("both builds have the license of the library that they contain", () => {
  const license = readFileSync(join(PROJECT_ROOT, "node_modules/jose/LICENSE.md"), "utf8").trim();
  for (const file of ["index.mjs", "index.js"]) expect(readFileSync(join(INSTALLED, file), "utf8")).toContain(license);
});

test("the declarations need no types of Node.js or the DOM, and reject what isn't a key", () => {
  const program = `import { DecryptionError, type DecryptionKey, decryptNotification, isEncrypted } from "pulumi-cybersource-webhooks/decrypt";
export const keys: readonly DecryptionKey[] = [{ privateKey: "" }, { keyId: "a", privateKey: "" }];
export const open = async (body: Uint8Array, event: unknown): Promise<unknown> => {
  try {
    return isEncrypted(event) ? (await decryptNotification({ body, keys })).event : event;
  } catch (error) {
    return error instanceof DecryptionError && error.code === "ERR_NOTIFICATION_CONTENT" && error.retryable;
  }
};
`;
  const folder = createScratch("decrypt-types");
  const wrong = `import { decryptNotification } from "pulumi-cybersource-webhooks/decrypt";
export const none = decryptNotification({ body: "", keys: [{ keyId: "a" }] });
`;
  for (const [name, text] of Object.entries({ "a.mts": program, "b.cts": program, "wrong.mts": wrong })) {
    writeFileSync(join(folder, name), text);
  }
  const shared = { module: "nodenext", target: "es2022", strict: true, exactOptionalPropertyTypes: true, noEmit: true };
  const compilerOptions = { ...shared, skipLibCheck: false, lib: ["es2022"], types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const compile = (): string => {
    try {
      return execFileSync(
        process.execPath,
        [join(PROJECT_ROOT, "node_modules/typescript-7/bin/tsc"), "--pretty", "false"],
        {
          cwd: folder,
          encoding: "utf8",
        },
      );
    } catch (error) {
      return String((error as { stdout?: unknown }).stdout);
    }
  };
  expect(
    compile()
      .split("\n")
      .filter((line) => line.includes("error TS")),
  ).toEqual([expect.stringMatching(/^wrong\.mts\(2,/)]);
});
