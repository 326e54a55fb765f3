import { execFileSync } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { build } from "esbuild";
import { createScratch } from "../../support/project.js";

/** A function as AWS SAM, CDK and Serverless bundle it. */
const USE = `
  const key = { keyId: "key-1", key: "dGVzdF9rZXk=" };
  const body = '{"eventType":"x"}';
  export const handler = async () => {
    const header = signNotification({ body, key });
    const keys = createKeyRing({ refreshKeys: async () => [key] });
    return (await verifyNotification({ header, body: await readRawBody(new Response(body).body), keys })).event;
  };`;
const NAMES = "createKeyRing, readRawBody, verifyNotification";
const SOURCES = {
  "source.mts": `
    import { ${NAMES} } from "pulumi-cybersource-webhooks/verify";
    import { signNotification } from "pulumi-cybersource-webhooks/testing";${USE}`,
  "source.cts": `
    const { ${NAMES} } = require("pulumi-cybersource-webhooks/verify");
    const { signNotification } = require("pulumi-cybersource-webhooks/testing");
    ${USE.replace("export const handler", "exports.handler")}`,
};

const bundle = async (source: keyof typeof SOURCES, format: "esm" | "cjs", platform: "node" | "neutral") => {
  const folder = createScratch("bundle");
  const [input, output] = [join(folder, source), join(folder, format === "esm" ? "out.mjs" : "out.cjs")];
  writeFileSync(input, SOURCES[source]);
  const options = platform === "node" ? { external: ["zod"] } : { external: ["node:*", "zod"], mainFields: ["main"] };
  await build({
    entryPoints: [input],
    outfile: output,
    bundle: true,
    format,
    platform,
    logLevel: "silent",
    ...options,
  });
  return output;
};

const call = (file: string): unknown => {
  const program = `import(process.argv[1]).then(async ({ handler }) => console.log(JSON.stringify(await handler())))`;
  return JSON.parse(execFileSync(process.execPath, ["--eval", program, file], { encoding: "utf8" }));
};

test.each([
  ["source.mts", "esm", "node"],
  ["source.mts", "cjs", "node"],
  ["source.cts", "cjs", "node"],
  ["source.mts", "esm", "neutral"],
] as const)("esbuild bundles a receiver: %s as %s, for the platform %s", async (source, format, platform) => {
  const file = await bundle(source, format, platform);
  expect(call(file)).toEqual({ eventType: "x" });
});

test("a bundle of a receiver has less than 12 kB", async () => {
  const folder = createScratch("bundle");
  const [input, output] = [join(folder, "source.mjs"), join(folder, "out.mjs")];
  writeFileSync(input, 'export { verifyNotification } from "pulumi-cybersource-webhooks/verify";');
  await build({ entryPoints: [input], outfile: output, bundle: true, format: "esm", platform: "node", minify: true });
  expect(statSync(output).size).toBeLessThan(12_000);
});
