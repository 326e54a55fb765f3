import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type TokenEndpointReport } from "../../testing/index.js";
import { createServerCertificate } from "../support/certificates.js";
import { createScratch, PROJECT_ROOT } from "../support/project.js";
import { CLIENT_ID, CLIENT_SECRET, type OAuthServer, startOAuthServer } from "./oauth-server.js";
import { type Ended, MAIN, runCli } from "./run-cli.js";

const VARIABLE = "CYBERSOURCE_TOKEN_CLIENT_SECRET";
const page = readFileSync(join(PROJECT_ROOT, "docs/token-endpoint.md"), "utf8");

/** The outputs shown on the page: all checks pass, the secret is wrong. */
const [shownRight, shownWrong] = [...page.matchAll(/```text\n(.*?)```/gs)].map(([, block]) => block);

let plain: OAuthServer;
let secure: OAuthServer;
let certificateFile: string;

beforeAll(async () => {
  const certificate = createServerCertificate("127.0.0.1");
  certificateFile = join(createScratch("token-endpoint"), "certificate.pem");
  writeFileSync(certificateFile, certificate.authority);
  [plain, secure] = await Promise.all([startOAuthServer(), startOAuthServer(certificate)]);
});
afterAll(() => Promise.all([plain.close(), secure.close()]));

const check = async (
  url: string,
  {
    args = [],
    env = { [VARIABLE]: CLIENT_SECRET },
    stdin = "",
  }: { args?: string[]; env?: Record<string, string>; stdin?: string } = {},
): Promise<Ended> => {
  const ended = await runCli(["check-token-endpoint", url, "--client-id", CLIENT_ID, ...args], { env, stdin });
  expect(ended.stdout + ended.stderr).not.toContain(CLIENT_SECRET);
  return ended;
};

describe("a real OAuth server", () => {
  test("over TLS passes, with the output shown on the page", async () => {
    const env = { [VARIABLE]: CLIENT_SECRET, NODE_EXTRA_CA_CERTS: certificateFile };
    expect(await check(secure.tokenUrl, { env })).toEqual({ status: 0, stdout: shownRight, stderr: "" });
  });

  test("over TLS with an untrusted certificate fails, even with NODE_TLS_REJECT_UNAUTHORIZED=0", async () => {
    const env = { [VARIABLE]: CLIENT_SECRET, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const { status, stdout } = await check(secure.tokenUrl, { env });
    expect(status).toBe(1);
    expect(stdout).toContain(
      `FAILED   tls        Can't set up TLS with ${new URL(secure.tokenUrl).host} (UNABLE_TO_VERIFY_LEAF_SIGNATURE). ` +
        "Check that its certificate is valid for this host and issued by a certificate authority that Node.js trusts; " +
        "NODE_EXTRA_CA_CERTS adds one. See RFC 6749, 1.6 and 3.2.\n",
    );
    expect(stdout).toMatch(/\nok: 2, warning: 0, failed: 1\n$/);
  });

  test("over TLS with a certificate for another host fails", async () => {
    const env = { [VARIABLE]: CLIENT_SECRET, NODE_EXTRA_CA_CERTS: certificateFile };
    const { status, stdout } = await check(secure.tokenUrl.replace("127.0.0.1", "localhost"), { env });
    const { port } = new URL(secure.tokenUrl);
    expect(status).toBe(1);
    expect(stdout).toContain(`Can't set up TLS with localhost:${port} (ERR_TLS_CERT_ALTNAME_INVALID). Check `);
  });

  test("on loopback passes without TLS, with the report as JSON", async () => {
    const { status, stdout, stderr } = await check(plain.tokenUrl, { args: ["--json", "--scope", "notify"] });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const report = JSON.parse(stdout) as TokenEndpointReport;
    expect(report.ok).toBe(true);
    expect(report.checks).toHaveLength(17);
    expect(report.checks[0]).toEqual({
      name: "url",
      ok: true,
      required: true,
      meaning: expect.any(String),
      reference: "RFC 6749, 2.3.1 and 3.2",
    });
  });

  test("rejects a scope that the client doesn't have", async () => {
    const { status, stdout } = await check(plain.tokenUrl, { args: ["--scope", "of-another-client"] });
    expect(status).toBe(1);
    expect(stdout).toMatch(/FAILED +body-status .* but got status 400 with invalid_scope\./);
  });

  test("rejects a wrong secret, with the output shown on the page", async () => {
    expect(
      await check(secure.tokenUrl, { env: { [VARIABLE]: "not it", NODE_EXTRA_CA_CERTS: certificateFile } }),
    ).toEqual({
      status: 1,
      stdout: shownWrong,
      stderr: "",
    });
  });
});

describe("the secret", () => {
  test.each(["", "\n", "\r\n"])("is read from standard input, without a final line break: %j", async (end) => {
    const args = ["--secret-stdin"];
    const ended = await check(plain.tokenUrl, { args, env: { [VARIABLE]: "not it" }, stdin: `${CLIENT_SECRET}${end}` });
    expect(ended).toMatchObject({ status: 0, stderr: "" });
  });

  test("is not read from standard input without --secret-stdin", async () => {
    expect(await check(plain.tokenUrl, { stdin: "not it" })).toMatchObject({ status: 0 });
    expect(await check(plain.tokenUrl, { env: { [VARIABLE]: "" }, stdin: CLIENT_SECRET })).toMatchObject({ status: 2 });
  });

  // `script` of util-linux runs a program on a terminal.
  const hasTerminals = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
  if (!hasTerminals)
    console.warn("SKIPPED: `script` of util-linux isn't installed, so no terminal for the hidden prompt");
  const onTerminal = async (typed: string): Promise<{ shown: string; status: number | null }> => {
    const command = [process.execPath, MAIN, "check-token-endpoint", plain.tokenUrl, "--client-id", CLIENT_ID].join(
      " ",
    );
    const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
      env: { ...process.env, [VARIABLE]: "" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    let shown = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      const wasAsked = shown.includes("(not shown): ");
      shown += chunk;
      if (!wasAsked && shown.includes("(not shown): ")) child.stdin.write(typed);
    });
    const status = await ended;
    child.stdin.destroy();
    return { shown: shown.replaceAll("\r", ""), status };
  };

  (hasTerminals ? test : test.skip)("is read from a hidden prompt on a terminal", async () => {
    const { shown, status } = await onTerminal(`${CLIENT_SECRET}\r`);
    expect(status).toBe(0);
    expect(shown).toMatch(/^Client secret \(not shown\): \nok +url .*\nok: 17, warning: 0, failed: 0\n$/s);
    expect(shown).not.toContain(CLIENT_SECRET);
  });

  (hasTerminals ? test.each : test.skip.each)([
    ["^C", "half of it\x03"],
    ["^D", "\x04"],
  ])("is missing after %s on a terminal", async (_key, typed) => {
    const { shown, status } = await onTerminal(typed);
    expect(status).toBe(2);
    expect(shown).toBe("Client secret (not shown): \nerror: no secret was entered\n");
  });
});

test("the page lists every check, and no others", async () => {
  const env = { [VARIABLE]: CLIENT_SECRET, NODE_EXTRA_CA_CERTS: certificateFile };
  const { stdout } = await check(secure.tokenUrl, { args: ["--json"], env });
  const { checks } = JSON.parse(stdout) as TokenEndpointReport;
  const section = page.split("\n## ").find((text) => text.startsWith("What is checked")) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const names = rows.flatMap((row) => row.split("|")[1]?.match(/[a-z-]+/g) ?? []);
  expect(names.sort()).toEqual(checks.map(({ name }) => name).sort());
});
