import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { signNotification } from "../../../testing/index.js";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

const key = { keyId: "key-id", key: Buffer.from("a key of 32 bytes, as they have.").toString("base64") };
/** Contains spaces, so its bytes change if it's parsed and written again. */
const body = '{ "eventType": "x",  "payload": { "amount": 1.50 } }';

/** How to mount each receiver on a server. */
const SERVERS: Readonly<Record<string, string>> = {
  "node-http": `const server = createReceiver(receive);`,
  "fetch-request": `
    import { createServer } from "node:http";
    import { Readable } from "node:stream";
    const handle = createReceiver(receive);
    const server = createServer(async (request, response) => {
      const { method, headers } = request;
      const web = new Request("http://localhost/", { method, headers, body: Readable.toWeb(request), duplex: "half" });
      response.writeHead((await handle(web)).status).end();
    });`,
  express: `
    import { createServer } from "node:http";
    import express from "express";
    const server = createServer(express().post("/", createReceiver(receive)).use(express.json()));`,
  "express, after a body parser": `
    import { createServer } from "node:http";
    import express from "express";
    const server = createServer(express().use(express.json()).post("/", createReceiver(receive)));`,
};

const moduleUrl = (name: string): string =>
  JSON.stringify(pathToFileURL(join(PROJECT_ROOT, "examples/receivers", `${name}.mts`)).href);

/** The start of every program: the receiver, around the shared createReceive. */
const beginning = (name: string): string => `
  import { createReceiver } from ${moduleUrl(name.split(",")[0] ?? "")};
  import { createReceive } from ${moduleUrl("receive")};
  const onEvent = (event) => {
    if (event.fails) throw new Error("the queue is full");
    console.log(JSON.stringify({ name: ${JSON.stringify(name)}, event }));
  };
  const receive = createReceive([${JSON.stringify(key)}], onEvent);`;

interface Running {
  readonly url: string;
  /** The events that the receiver handled. */
  readonly events: unknown[];
}
const servers: Record<string, Running> = {};
const running = (name: string): Running => {
  const server = servers[name];
  if (server === undefined) throw new Error(`${name} does not run`);
  return server;
};

let child: ChildProcess | undefined;
afterAll(() => void child?.kill());

/** Starts all servers, in one process. Each tells its port, then what it did with each event. */
beforeAll(async () => {
  const folder = createScratch("receivers");
  const names = Object.keys(SERVERS);
  for (const [index, name] of names.entries()) {
    const listening = `console.log(JSON.stringify({ name: ${JSON.stringify(name)}, port: server.address().port }))`;
    writeFileSync(
      join(folder, `server-${index}.mjs`),
      `${beginning(name)}\n${SERVERS[name] ?? ""}\nserver.listen(0, "127.0.0.1", () => ${listening});`,
    );
  }
  const program = join(folder, "servers.mjs");
  writeFileSync(program, names.map((_, index) => `import "./server-${index}.mjs";`).join("\n"));
  const started = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  child = started;
  await new Promise<void>((resolve, reject) => {
    started.on("exit", () => reject(new Error("the servers ended")));
    createInterface({ input: started.stdout }).on("line", (line) => {
      const { name, port, event } = JSON.parse(line) as { name: string; port?: number; event?: unknown };
      if (port === undefined) running(name).events.push(event);
      else servers[name] = { url: `http://127.0.0.1:${port}/`, events: [] };
      if (Object.keys(servers).length === names.length) resolve();
    });
  });
});

const post = async (url: string, header: string | undefined, sent = body): Promise<number> => {
  const headers = { "content-type": "application/json", ...(header !== undefined && { "v-c-signature": header }) };
  return (await fetch(url, { method: "POST", headers, body: sent })).status;
};

describe.each(["node-http", "fetch-request", "express"])("a receiver mounted on %s", (name) => {
  test("accepts a genuine notification once, rejects a forged one, and answers 503 for one with an unknown key", async () => {
    const { url, events } = running(name);
    const genuine = signNotification({ body, key });
    expect(await post(url, genuine)).toBe(200);
    expect(await post(url, genuine)).toBe(200);
    expect(await post(url, signNotification({ body: `${body} `, key }))).toBe(401);
    expect(await post(url, undefined)).toBe(401);
    expect(await post(url, signNotification({ body, key: { ...key, keyId: "a-newer-key" } }))).toBe(503);
    expect(events).toEqual([JSON.parse(body)]);
  });

  test("answers 503 if handling the event fails, and accepts the retry", async () => {
    const { url } = running(name);
    const failing = '{"fails":true}';
    const header = signNotification({ body: failing, key });
    expect(await post(url, header, failing)).toBe(503);
    expect(await post(url, header, failing)).toBe(503);
  });
});

test("a receiver after express.json() rejects even a genuine notification", async () => {
  const { url, events } = running("express, after a body parser");
  expect(await post(url, signNotification({ body, key }))).toBe(401);
  expect(events).toEqual([]);
});

describe("a receiver in AWS Lambda", () => {
  const bytes = Buffer.from(body);
  const events = (header: string) => ({
    "version 1, text": { headers: { "V-C-Signature": header }, body, isBase64Encoded: false },
    "version 1, base64": {
      headers: { "v-c-signature": header },
      body: bytes.toString("base64"),
      isBase64Encoded: true,
    },
    "version 2, text": { version: "2.0", headers: { "v-c-signature": header }, body, isBase64Encoded: false },
    "version 2, base64, which nobody has told": {
      version: "2.0",
      headers: { "v-c-signature": header },
      body: bytes.toString("base64"),
    },
    "without headers and body": { headers: null, body: null, isBase64Encoded: false },
  });

  test("accepts events of API Gateway with a body as text or base64", () => {
    const program = join(createScratch("receivers"), "lambda.mjs");
    // Each has its own signature, because the same one would be a replay.
    const named = Object.keys(events("")).map((name, index) => {
      const header = signNotification({ body, key, now: new Date(Date.now() - index) });
      return [name, Reflect.get(events(header), name) as unknown];
    });
    writeFileSync(
      program,
      `${beginning("aws-lambda").replace("console.log(", "void (")}
      const handle = createReceiver(receive);
      const statuses = {};
      for (const [name, event] of ${JSON.stringify(named)}) statuses[name] = (await handle(event)).statusCode;
      console.log(JSON.stringify(statuses));`,
    );
    expect(JSON.parse(execFileSync(process.execPath, [program], { encoding: "utf8" }))).toEqual({
      "version 1, text": 200,
      "version 1, base64": 200,
      "version 2, text": 200,
      "version 2, base64, which nobody has told": 401,
      "without headers and body": 401,
    });
  });
});
