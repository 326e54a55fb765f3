import { describe, expect, test } from "@jest/globals";
import { Agent, createServer, type IncomingMessage, request } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBody, keyAnswerOf, send, storeBody } from "./harness.js";
import { askAt, originOf, run, type Run, runProcess } from "./run-command.js";

test("prints where it listens and how to use it", async () => {
  const platform = runProcess(["--port", "0"]);
  const origin = await originOf(platform);
  await platform.line(/AUTHENTICATION/);
  expect(platform.lines.slice(1)).toEqual([
    `  export CYBERSOURCE_HOST=${origin}`,
    "  export CYBERSOURCE_AUTHENTICATION=none",
  ]);
  expect((await askAt(origin, createBody())).status).toBe(201);
});

test("prints one line for each request, without secrets or control characters", async () => {
  const platform = run(["--port", "0", "--clock", "2026-01-15T12:34:56Z"]);
  const origin = await originOf(platform);
  const answer = keyAnswerOf(await askAt(origin, storeBody("merchantName")));
  await askAt(origin, { clientRequestAction: "a\nb\u001b[31m", keyInformation: { organizationId: "o" } });
  await platform.line(/ 400 /);
  const [stored = "", invalid = "", ...more] = platform.lines.slice(3);
  expect(stored).toMatch(/^2026-01-15T12:3\S+Z POST \/kms\/egress\/v2\/keys-sym STORE merchantName 201$/);
  expect(invalid).toMatch(/ POST \/kms\/egress\/v2\/keys-sym a\?b\?\[31m o 400 \(INVALID_DATA clientRequestAction\)$/);
  expect(more).toEqual([]);
  const output = [...platform.lines, ...platform.errors].join("\n");
  for (const secret of ["the-stored-secret", String(answer.keyInformation["keyId"])])
    expect(output).not.toContain(secret);
});

test("names the fault of a request", async () => {
  const platform = run(["--port", "0"]);
  const origin = await originOf(platform);
  await send(`${origin}/-/fault`, { body: JSON.stringify({ fault: { kind: "reset", made: false } }) });
  await expect(askAt(origin, createBody())).rejects.toThrow();
  expect(await platform.line(/fault/)).toMatch(/CREATE merchantName \(no answer\) \[fault: reset\]$/);
});

test.each(["SIGINT", "SIGTERM"] as const)("exits with 0 on %s, even with a request in progress", async (signal) => {
  const platform = runProcess(["--port", "0", "--latency-ms", "60000"]);
  const origin = await originOf(platform);
  const aborted = expect(askAt(origin, createBody())).rejects.toThrow();
  await send(`${origin}/-/health`, { method: "GET" });
  platform.child.kill(signal);
  expect(await platform.ended).toBe(0);
  expect(platform.errors).toEqual([]);
  await aborted;
});

test("keeps keys in its state file across a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "platform-main-"));
  const args = ["--port", "0", "--state", join(folder, "keys.json"), "--on-create", "same-key"];
  const keyIdOf = async (platform: Run) =>
    keyAnswerOf(await askAt(await originOf(platform), createBody())).keyInformation["keyId"];
  const first = runProcess(args);
  const keyId = await keyIdOf(first);
  first.child.kill("SIGKILL");
  await first.ended;
  expect(await keyIdOf(run(args))).toBe(keyId);
  rmSync(folder, { recursive: true });
});

test("grants --grant-seconds", async () => {
  const platform = run(["--port", "0", "--grant-seconds", "-1"]);
  const { submitTimeUtc, keyInformation } = keyAnswerOf(await askAt(await originOf(platform), createBody()));
  expect(Date.parse(String(keyInformation["expirationDate"]))).toBeLessThan(Date.parse(submitTimeUtc));
});

test("can answer in the vendor's other formats", async () => {
  const forms = ["--status", "ACCEPTED", "--date-form", "offset-colon-ms", "--fail-in-body"];
  const origin = await originOf(run(["--port", "0", "--clock", "2026-01-15T12:34:56Z", ...forms]));
  const { status, submitTimeUtc } = keyAnswerOf(await askAt(origin, createBody()));
  expect([status, submitTimeUtc]).toEqual(["ACCEPTED", expect.stringMatching(/^2026-01-15T05:3\S+-07:00$/)]);
  const flawed = await askAt(origin, createBody("merchantName", { expiryDuration: "soon" }));
  expect([flawed.status, keyAnswerOf(flawed).keyInformation["status"]]).toEqual([201, "FAILED"]);
});

test("breaks idle connections with --close-idle-ms", async () => {
  const platform = run(["--port", "0", "--close-idle-ms", "1000"]);
  const origin = await originOf(platform);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const statusOfHealth = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const answered = (incoming: IncomingMessage): void =>
        void incoming.resume().on("close", () => setImmediate(() => resolve(incoming.statusCode ?? 0)));
      request(`${origin}/-/health`, { agent }).on("error", reject).on("response", answered).end();
    });
  expect(await statusOfHealth()).toBe(200);
  await send(`${origin}/-/clock`, { body: JSON.stringify({ advanceSeconds: 1.5 }) });
  await expect(statusOfHealth()).rejects.toMatchObject({ code: "ECONNRESET" });
  agent.destroy();
});

test("answers 429 to more requests than --max-concurrent", async () => {
  const platform = run(["--port", "0", "--max-concurrent", "1", "--latency-ms", "300"]);
  const origin = await originOf(platform);
  const replies = await Promise.all([askAt(origin, createBody()), askAt(origin, createBody())]);
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 429]);
});

describe("authentication", () => {
  const merchant = ["--authentication", "required", "--merchant", "m", "--merchant-key-id", "k"];

  test("can be required, and the hint names what the provider needs", async () => {
    const platform = run(["--port", "0", ...merchant], { PLATFORM_MERCHANT_SECRET_KEY: "dGhlLXNlY3JldA==" });
    const origin = await originOf(platform);
    expect((await askAt(origin, createBody())).status).toBe(401);
    expect(await platform.line(/ 401 /)).toMatch(/CREATE merchantName 401 \(no-credentials\)$/);
    expect(platform.lines.slice(1, 4)).toEqual([
      `  export CYBERSOURCE_HOST=${origin}`,
      "  export CYBERSOURCE_MERCHANT_ID=m CYBERSOURCE_MERCHANT_KEY_ID=k",
      '  export CYBERSOURCE_MERCHANT_SECRET_KEY="$PLATFORM_MERCHANT_SECRET_KEY"',
    ]);
  });

  test("names everything that is missing", async () => {
    const platform = run(["--port", "0", "--authentication", "required"]);
    expect(await platform.ended).toBe(1);
    expect(platform.errors).toEqual([
      "platform: --authentication required also needs --merchant, --merchant-key-id, the environment variable PLATFORM_MERCHANT_SECRET_KEY",
    ]);
  });

  test("rejects a secret that isn't base64, without repeating it", async () => {
    const platform = run(["--port", "0", ...merchant], { PLATFORM_MERCHANT_SECRET_KEY: "not-base64!" });
    expect(await platform.ended).toBe(1);
    expect(platform.errors).toEqual(["platform: The secret of key k is not standard base64"]);
  });
});

describe("exits with 1 and prints one line for", () => {
  test("a port in use", async () => {
    const { port } = new URL(await originOf(run(["--port", "0"])));
    const second = runProcess(["--port", port]);
    expect(await second.ended).toBe(1);
    expect(second.errors).toEqual([
      `platform: Port ${port} is in use; choose another with --port, or 0 for any free port`,
    ]);
  });

  test.each([
    ["--port", "65536"],
    ["--port", ""],
    ["--on-create", "both"],
    ["--grant-seconds", "soon"],
    ["--clock", "noon"],
    ["--latency-ms", "-1"],
    ["--max-concurrent", "0"],
    ["--close-idle-ms", "-1"],
    ["--status", "FINE"],
    ["--date-form", "roman"],
    ["--authentication", "maybe"],
    ["--zzz", "blue"],
  ])("%s %j", async (option, value) => {
    const platform = run([option, value]);
    expect(await platform.ended).toBe(1);
    expect(platform.errors).toEqual([expect.stringContaining(`'${option}`)]);
  });
});

test("explains every option", async () => {
  const platform = runProcess(["--help"]);
  expect(await platform.ended).toBe(0);
  const options = ["port", "state", "on-create", "grant-seconds", "clock", "authentication", "merchant"];
  for (const option of [...options, "merchant-key-id", "latency-ms", "max-concurrent"]) {
    expect(platform.lines.join("\n")).toContain(`--${option} <`);
  }
});

test("makes a running platform deliver a notification, and prints each attempt", async () => {
  const platform = run(["--port", "0"]);
  const origin = await originOf(platform);
  const statuses = [503, 200, 401];
  const receiver = createServer((_, response) => response.writeHead(statuses.shift() ?? 500).end());
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  try {
    await askAt(origin, createBody());
    const { organizationId } = createBody().keyInformation;
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const args = ["deliver", url, "--platform", origin, "--organization", organizationId, "--minute-ms", "0"];
    const delivered = runProcess(args);
    expect(await delivered.ended).toBe(0);
    expect(delivered.lines).toEqual([
      expect.stringMatching(/first attempt: 503$/),
      expect.stringMatching(/retry 1: 200$/),
      "accepted",
    ]);
    const failed = runProcess([...args, "--retries", "0"]);
    expect(await failed.ended).toBe(1);
    expect(failed.lines.at(-1)).toBe("not accepted");
    const keyless = runProcess(["deliver", url, "--platform", origin, "--organization", "nobody"]);
    expect(await keyless.ended).toBe(1);
    expect(keyless.lines).toEqual([
      expect.stringMatching(/first attempt: no-signing-key$/),
      "not accepted",
      expect.stringMatching(/^nobody has no signing key on this platform\. Check --organization, or create it: /),
    ]);
  } finally {
    receiver.close();
  }
  const alone = run(["deliver", "http://127.0.0.1:1/", "--platform", "http://127.0.0.1:1", "--organization", "o"]);
  expect(await alone.ended).toBe(1);
  expect(alone.errors.join()).toContain("start one with npm run platform");
});
