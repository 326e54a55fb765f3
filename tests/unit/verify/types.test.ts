import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

const IMPORTS = `import { createKeyRing, createReplayGuard, NotificationError, readRawBody, statusOf, type VerificationKey, verifyNotification } from "pulumi-cybersource-webhooks/verify";`;

/** A typical receiver that uses no types of Node.js or the DOM. */
const PLAIN = `${IMPORTS}
declare const stream: AsyncIterable<Uint8Array>;
declare const readKeys: () => Promise<VerificationKey[]>;
const keys = createKeyRing({ refreshKeys: readKeys, maxAgeSeconds: 60 });
const guard = createReplayGuard();
export const receive = async (header: string | undefined): Promise<number> => {
  try {
    const body: Uint8Array = await readRawBody(stream);
    const { event, id } = await verifyNotification({ header, body, keys, seen: guard.seen });
    await guard.forget(id);
    return event === undefined ? 500 : 200;
  } catch (error) {
    return error instanceof NotificationError && error.retryable ? 503 : statusOf(error);
  }
};
`;

const FETCH = `import { readRawBody } from "pulumi-cybersource-webhooks/verify";
export const POST = async (request: Request): Promise<Response> =>
  new Response(String((await readRawBody(request.body)).length));
export const own = readRawBody(new ReadableStream<Uint8Array>());
`;

const NODE = `import { type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { readRawBody, verifyNotification } from "pulumi-cybersource-webhooks/verify";
declare const request: IncomingMessage;
export const read = [readRawBody(request), readRawBody(Readable.toWeb(request)), readRawBody(Readable.from([]))];
export const verify = verifyNotification({ header: request.headers["v-c-signature"], body: Buffer.from(""), keys: [] });
`;

/** One mistake per line; each must be a type error. */
const WRONG = `import { readRawBody, verifyNotification } from "pulumi-cybersource-webhooks/verify";
export const text = readRawBody("text");
export const list = verifyNotification({ header: "", body: "", keys: { keys: [] } });
`;

const compile = (
  files: Readonly<Record<string, string>>,
  lib: readonly string[],
  types: readonly string[],
): string[] => {
  const folder = createScratch("verify-types");
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const compilerOptions = {
    ...{ module: "nodenext", target: "es2022", strict: true, exactOptionalPropertyTypes: true, noEmit: true },
    ...{ skipLibCheck: types.length > 0, lib, types },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const compiler = join(PROJECT_ROOT, "node_modules/typescript-7/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "--pretty", "false"], { cwd: folder, encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "");
};

/** The same program as an ES module and as CommonJS. */
const both = (text: string): Record<string, string> => ({ "program.mts": text, "program.cts": text });

test("the declarations need no types of Node.js or the DOM, and reject values that aren't streams or keys", () => {
  const lines = compile({ ...both(PLAIN), "wrong.mts": WRONG }, ["es2022"], []);
  const errors = lines.filter((line) => line.includes("error TS"));
  expect(errors).toEqual([expect.stringMatching(/^wrong.mts\(2,/), expect.stringMatching(/^wrong.mts\(3,/)]);
});

test("readRawBody accepts streams of fetch and of Node.js in a program with the types of both", () => {
  expect(compile({ ...both(FETCH), "node.mts": NODE }, ["es2022", "dom"], ["node"])).toEqual([]);
});
