import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "@jest/globals";
import { signNotification } from "../../../testing/index.js";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

const key = { keyId: "key-id", key: Buffer.from("a key of 32 bytes, as they have.").toString("base64") };
/** With spaces: a body that is parsed and written again has other bytes. */
const body = '{ "eventType": "x",  "payload": { "amount": 1.50 } }';

/** How a user mounts each receiver on a server. */
const SERVERS: Readonly<Record<string, string>> = {
  "node-http": `const server = createReceiver(keys, onEvent);`,
  "fetch-request": `
    import { createServer } from "node:http";
    import { Readable } from "node:stream";
    const handle = createReceiver(keys, onEvent);
    const server = createServer(async (request, response) => {
      const { method, headers } = request;
      const web = new Request("http://localhost/", { method, headers, body: Readable.toWeb(request), duplex: "half" });
      response.writeHead((await handle(web)).status).end();
    });`,
  express: `
    import { createServer } from "node:http";
    import express from "express";
    const server = createServer(express().post("/", createReceiver(keys, onEvent)).use(express.json()));`,
  "express, after a body parser": `
    import { createServer } from "node:http";
    import express from "express";
    const server = createServer(express().use(express.json()).post("/", createReceiver(keys, onEvent)));`,
};

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** Starts a server in a process of its own; `lines` is what it did with each event. */
const start = async (name: string): Promise<{ url: string; lines: string[] }> => {
  const [module = ""] = name.split(",");
  const receiver = pathToFileURL(join(PROJECT_ROOT, "examples/receiver/mounting", `${module}.mts`)).href;
  const program = join(createScratch("mounting"), "server.mjs");
  writeFileSync(
    program,
    `import { createReceiver } from ${JSON.stringify(receiver)};
    const keys = [${JSON.stringify(key)}];
    const onEvent = (event) => console.log(JSON.stringify(event));
    ${SERVERS[name] ?? ""}
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`,
  );
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  ends.push(() => child.kill());
  const lines: string[] = [];
  const port = await new Promise<string>((resolve, reject) => {
    child.on("exit", () => reject(new Error("the server ended")));
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      resolve(line);
    });
  });
  lines.shift();
  return { url: `http://127.0.0.1:${port}/`, lines };
};

const post = async (url: string, header: string | undefined): Promise<number> => {
  const headers = { "content-type": "application/json", ...(header !== undefined && { "v-c-signature": header }) };
  return (await fetch(url, { method: "POST", headers, body })).status;
};

describe.each(["node-http", "fetch-request", "express"])("a receiver mounted on %s", (name) => {
  test("accepts a genuine notification, refuses a forged one, and asks for a retry of one with a new key", async () => {
    const { url, lines } = await start(name);
    expect(await post(url, signNotification({ body, key }))).toBe(200);
    expect(await post(url, signNotification({ body: `${body} `, key }))).toBe(401);
    expect(await post(url, undefined)).toBe(401);
    expect(await post(url, signNotification({ body, key: { ...key, keyId: "a-newer-key" } }))).toBe(503);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([JSON.parse(body)]);
  });
});

test("a receiver that express.json() stands before refuses even a genuine notification", async () => {
  const { url, lines } = await start("express, after a body parser");
  expect(await post(url, signNotification({ body, key }))).toBe(401);
  expect(lines).toEqual([]);
});
