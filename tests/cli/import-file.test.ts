import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createScratch } from "../support/project.js";
import { findSecrets, textPlace } from "../support/secret-sweep.js";
import { MAIN, runCli } from "./run-cli.js";

const SECRETS = {
  keyId: "aadc3f49-5d3c-4a3e-8c1f-0c6f1d0c5e11",
  key: Buffer.from("key-that-nobody-may-see-12345678").toString("base64"),
};
const answer = (expirationDate = "2126-03-17T06:53:06Z"): string =>
  JSON.stringify({
    submitTimeUtc: "2026-03-17T06:53:06Z",
    status: "SUCCESS",
    keyInformation: {
      ...SECRETS,
      provider: "nrtd",
      tenant: "merchant_org",
      organizationId: "merchant_org",
      keyType: "sharedSecret",
      status: "active",
      expirationDate,
    },
  });
const IMPORT = ["import-file", "--name", "orders", "--no-stack"];

test("prints the file for the key on standard input, with the host of the connection", async () => {
  const env = { CYBERSOURCE_INDIA_HOST: "api.in.cybersource.com" };
  const args = [...IMPORT, "--connection", "india", "--expiry-duration", "180"];
  const { status, stdout, stderr } = await runCli(args, { env, stdin: answer() });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({
    resources: [
      {
        name: "orders",
        inputs: { organizationId: "merchant_org", connection: "india", expiryDuration: 180 },
        outputs: { status: "ADOPTED", host: "api.in.cybersource.com" },
      },
    ],
  });
});

test("reads an answer that PowerShell wrote, and notes that no host is stored", async () => {
  const stdin = Buffer.from(`\ufeff${answer()}`, "utf16le");
  const { status, stdout, stderr } = await runCli(IMPORT, { stdin });
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: "note: the connection default is not configured here, so the key is stored without its host\n",
  });
  expect(stdout).not.toContain('"host"');
});

describe("exits with 2 for invalid usage, and quotes no secret:", () => {
  test.each<[what: string, args: string[], stdin: string, message: string]>([
    ["no name", ["import-file"], answer(), "error: required option '--name <name>' not specified\n"],
    ["no answer", IMPORT, "", "error: standard input is empty. Pass the service's answer to CREATE or STORE\n"],
    [
      "an incomplete answer",
      IMPORT,
      answer().slice(0, -1),
      "error: standard input isn't an answer with a key: the answer is not JSON\n",
    ],
    [
      "a key that has expired",
      IMPORT,
      answer("2026-03-17T06:53:06Z"),
      "error: the key has expired, so importing it is no use. Let",
    ],
    [
      "an invalid number of days",
      [...IMPORT, "--expiry-duration", "year"],
      answer(),
      "error: option '--expiry-duration",
    ],
  ])("%s", async (_what, args, stdin, message) => {
    const { status, stdout, stderr } = await runCli(args, { stdin });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(findSecrets([textPlace("messages", stderr)], SECRETS)).toEqual([]);
  });
});

// `script` of util-linux runs a program on a terminal.
const hasTerminals = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
if (!hasTerminals)
  process.stderr.write("SKIPPED: `script` of util-linux isn't installed, so no terminal to test with\n");
(hasTerminals ? test : test.skip)("prints nothing on a terminal", () => {
  const file = join(createScratch("import-file"), "answer.json");
  writeFileSync(file, answer());
  const command = `${[process.execPath, MAIN, ...IMPORT].join(" ")} < ${file}`;
  const { status, stdout } = spawnSync("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    encoding: "utf8",
  });
  expect(stdout.replaceAll("\r", "")).toBe(
    "error: the output contains the key. Pipe it into `pulumi import --file /dev/stdin`\n",
  );
  expect(status).toBe(2);
});
