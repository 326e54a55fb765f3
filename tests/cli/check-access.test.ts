import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type AccessReport } from "../../cli/access/access-report.js";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { PASSPHRASE, STACK_NAME } from "../e2e/support/engine.js";
import { createProgram } from "../e2e/support/program.js";
import { isCliThere, realCli } from "../e2e/support/real-cli.js";
import { createServerCertificate } from "../support/certificates.js";
import { type ForwardProxyOptions, startForwardProxy } from "../support/forward-proxy.js";
import { createScratch } from "../support/project.js";
import { findSecrets, textPlace } from "../support/secret-sweep.js";
import { type Ended, runCli } from "./run-cli.js";

const SECRET = Buffer.from("secret-that-nobody-may-see-12345").toString("base64");
const MERCHANT = { merchantId: "merchant_org", keyId: "merchant-key-id", secret: SECRET };

let platform: Platform;
let secure: Platform;
let certificateFile: string;
let settings: Record<string, string>;

beforeAll(async () => {
  const certificate = createServerCertificate("127.0.0.1");
  certificateFile = join(createScratch("check-access"), "certificate.pem");
  writeFileSync(certificateFile, certificate.authority);
  platform = await startPlatform({ authentication: "required", merchants: [MERCHANT] });
  secure = await startPlatform({ authentication: "required", merchants: [MERCHANT], tls: certificate });
  settings = {
    CYBERSOURCE_HOST: platform.origin,
    CYBERSOURCE_MERCHANT_ID: MERCHANT.merchantId,
    CYBERSOURCE_MERCHANT_KEY_ID: MERCHANT.keyId,
    CYBERSOURCE_MERCHANT_SECRET_KEY: SECRET,
  };
});
afterAll(() => Promise.all([platform.close(), secure.close()]));

const checkStack = async (args: string[], env: Record<string, string> = {}, cwd?: string): Promise<Ended> => {
  const ended = await runCli(["check-access", ...args], { env, ...(cwd !== undefined && { cwd }) });
  expect(findSecrets([textPlace("output", ended.stdout + ended.stderr)], { SECRET })).toEqual([]);
  return ended;
};

/** Uses only the settings of the environment. */
const check = (args: string[], env: Record<string, string> = {}): Promise<Ended> =>
  checkStack(["--no-stack", ...args], env);

describe("passes every check", () => {
  test("with requests that only read, for the merchant's own organization", async () => {
    const before = platform.journal.length;
    const { status, stdout, stderr } = await check([], settings);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(
      [
        `Connection "default", organization merchant_org, at ${new URL(platform.origin).host}`,
        "  ok       settings      complete",
        `  ok       connection    connected to ${new URL(platform.origin).host}`,
        "  ok       tls           not used for a loopback address",
        "  ok       answer        status 200",
        "  ok       clock         within 30 s of the service's clock",
        "  ok       credentials   accepted",
        "  ok       permission    may read the organization's products",
        "  ok       organization  merchant_org is known and has 7 products",
        "  ok       webhooks      may read subscriptions; merchant_org has none",
        "",
      ].join("\n"),
    );
    expect(platform.journal.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /notification-subscriptions/v2/products/merchant_org",
      "GET /notification-subscriptions/v2/webhooks?organizationId=merchant_org",
    ]);
  });

  test("over TLS, for the given organizations, with HTTP Signature", async () => {
    const env = { ...settings, CYBERSOURCE_HOST: secure.origin, CYBERSOURCE_AUTHENTICATION: "http-signature" };
    const trusted = { ...env, NODE_EXTRA_CA_CERTS: certificateFile };
    const { status, stdout } = await check(["--organization", "one", "two", "--format", "json"], trusted);
    expect(status).toBe(0);
    const reports = JSON.parse(stdout) as AccessReport[];
    expect(reports.map(({ organizationId }) => organizationId)).toEqual(["one", "two"]);
    expect(reports[0]?.checks[2]).toEqual({ name: "tls", verdict: "ok", meaning: "the certificate is trusted" });
  });

  test("with every connection of the environment, or only with a given one", async () => {
    const india = {
      CYBERSOURCE_INDIA_HOST: platform.origin,
      CYBERSOURCE_INDIA_AUTHENTICATION: "none",
      CYBERSOURCE_INDIA_MERCHANT_ID: "india_org",
    };
    const both = await check([], { ...settings, ...india });
    expect(both.stdout.match(/^Connection "\w+"/gm)).toEqual(['Connection "default"', 'Connection "india"']);
    // India has no credentials, which this local platform requires.
    expect(both.status).toBe(1);
    const one = await check(["--connection", "default"], { ...settings, ...india });
    expect(one.status).toBe(0);
  });
});

describe("through the proxy of HTTPS_PROXY", () => {
  /** A name that can't be resolved: only the proxy can connect to it. */
  const HOST = "kms.example.invalid";
  const PASSWORD = "word-of-the-proxy";
  const certificate = createServerCertificate(HOST);
  const checkThrough = async (options: Partial<ForwardProxyOptions>): Promise<Ended & { proxy: string }> => {
    const hidden = await startPlatform({
      authentication: "required",
      merchants: [MERCHANT],
      tls: certificate,
      hosts: [HOST],
    });
    const proxy = await startForwardProxy({ target: Number(new URL(hidden.origin).port), ...options });
    const authorityFile = join(createScratch("check-access-proxy"), "authority.pem");
    writeFileSync(authorityFile, certificate.authority);
    const ended = await check([], {
      ...settings,
      CYBERSOURCE_HOST: HOST,
      HTTPS_PROXY: `http://user:${PASSWORD}@${proxy.host}`,
      NODE_EXTRA_CA_CERTS: authorityFile,
    });
    expect({ asked: proxy.asked, plain: proxy.plainRequests }).toEqual({
      asked: proxy.asked.map(() => `${HOST}:443`),
      plain: [],
    });
    expect(ended.stdout + ended.stderr).not.toContain(PASSWORD);
    await Promise.all([proxy.close(), hidden.close()]);
    return { ...ended, proxy: proxy.host };
  };

  test("connects to the service, and sends the proxy's password only to the proxy", async () => {
    const { status, stdout } = await checkThrough({ credentials: `user:${PASSWORD}` });
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining("credentials   accepted") });
  });

  test("names the proxy and its answer if the proxy refuses", async () => {
    const { status, stdout, proxy } = await checkThrough({ refuseWith: 403 });
    expect(status).toBe(1);
    expect(stdout).toContain(
      `FAILED   connection    can't connect to ${HOST} through the proxy ${proxy} (PROXY_STATUS_403). ` +
        "Check environment or host, your network, and HTTPS_PROXY.",
    );
  });
});

test("exits with 1 if a check fails, and says what to do", async () => {
  const { status, stdout } = await check([], { ...settings, CYBERSOURCE_MERCHANT_KEY_ID: "another" });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^ {2}FAILED {3}credentials {3}status 401 \(Authentication Failed\)\. Check merchantId, /m);
});

test("isn't slowed down by an answer that a regular expression takes long to match", async () => {
  const rmsg = `${"A".repeat(40)}7 AUTHENTICATION_FAILED_FOR_USER-401`;
  platform.fault({
    kind: "answer",
    made: false,
    status: 401,
    body: JSON.stringify({ response: { rmsg } }),
    headers: {},
  });
  const { status, stdout } = await check([], settings);
  expect({ status, stdout }).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/FAILED {3}credentials {3}status 401/),
  });
});

test("exits with 2 if no connection is configured", async () => {
  expect(await check([])).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "error: no connection is configured in the environment. Choose a stack with --stack, or set CYBERSOURCE_ENVIRONMENT and credentials\n",
  });
});

const PASSWORD_OF_P12 = "password-of-the-p12";

test("uses only environment variables if no stack is selected, and notes that", async () => {
  // With neither a project nor a Pulumi CLI.
  const { status, stdout, stderr } = await checkStack([], { ...settings, PATH: "" }, createScratch("no-stack"));
  expect(status).toBe(0);
  expect(stdout).toContain('Connection "default", organization merchant_org');
  expect(stderr).toBe(
    "note: only environment variables are used, because no stack is selected: `pulumi stack --show-name` cannot be " +
      "started. Check that the Pulumi CLI is on PATH\n",
  );
});

test("prints the same JSON with --format json as with --json, the option of 0.1.0", async () => {
  const { stdout } = await check(["--json"], settings);
  expect(await check(["--format", "json"], settings)).toMatchObject({ status: 0, stdout });
  expect(JSON.parse(stdout)).toMatchObject([{ connection: "default", organizationId: "merchant_org" }]);
});

const isThere = isCliThere();
if (!isThere) process.stderr.write("SKIPPED: the Pulumi CLI is not on PATH, so no configuration is read through it\n");
(isThere ? test : test.skip)("reads settings from the stack's configuration, through the Pulumi CLI", async () => {
  const folder = createProgram("");
  const config = {
    "cybersource-webhooks:host": { value: platform.origin },
    "cybersource-webhooks:merchantId": { value: MERCHANT.merchantId },
    "cybersource-webhooks:merchantKeyId": { value: MERCHANT.keyId },
    "cybersource-webhooks:merchantSecretKey": { value: SECRET, secret: true },
    "cybersource-webhooks:connections.in-dia.host": { value: platform.origin, path: true },
    "cybersource-webhooks:connections.in-dia.p12Password": { value: PASSWORD_OF_P12, path: true },
    "cybersource-webhooks:connections.in-dia.p12": { value: "QUJD", path: true, secret: true },
  };
  const stack = await realCli.createStack({ folder, config, environment: {} });
  const [states = "", home = ""] = stack.folders;
  const env = { PULUMI_BACKEND_URL: `file://${states}`, PULUMI_HOME: home, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE };
  const args = ["--stack", STACK_NAME, "--cwd", folder];

  const beside = await checkStack([...args, "--connection", "default"], env);
  expect(beside.status).toBe(1);
  expect(beside.stdout).toContain(
    "  FAILED   settings      cybersource-webhooks:connections.in-dia.p12Password is in plain text, which pulumi up rejects. " +
      "Encrypt it: pulumi config set --secret --path 'cybersource-webhooks:connections.in-dia.p12Password'\n",
  );
  expect(beside.stdout).not.toContain(PASSWORD_OF_P12);
  for (const name of ["p12Password", "p12"]) {
    const key = `cybersource-webhooks:connections.in-dia.${name}`;
    await stack.setConfig(key, { value: PASSWORD_OF_P12, path: true, secret: true });
  }
  const named = await checkStack([...args, "--connection", "default"], env);
  expect(named).toMatchObject({ status: 0, stdout: expect.stringContaining("merchant_org is known"), stderr: "" });
  expect(await checkStack(["--connection", "default"], env, folder)).toEqual(named);
  expect(await checkStack(["--no-stack"], env, folder)).toMatchObject({ status: 2 });

  await stack.setConfig("cybersource-webhooks:merchantSecretKey", { value: SECRET });
  const clear = await checkStack(args, { ...env, CYBERSOURCE_IN_DIA_MERCHANT_ID: "india_org" });
  expect(clear.status).toBe(1);
  expect(clear.stdout).toContain(
    "  FAILED   settings      cybersource-webhooks:merchantSecretKey is in plain text, which pulumi up rejects. Encrypt it: " +
      "pulumi config set --secret 'cybersource-webhooks:merchantSecretKey'\n",
  );
  expect(clear.stdout.match(/^Connection "[\w-]+"/gm)).toEqual(['Connection "default"', 'Connection "in-dia"']);
});
