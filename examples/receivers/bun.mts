import { readFile } from "node:fs/promises";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";
import { createReceiver } from "./fetch-request.mts";
import { createReceive } from "./receive.mts";

declare const Bun: {
  serve(options: { port: number; fetch: (request: Request) => Promise<Response> }): { readonly port: number };
};

const { KEYS_FILE = "keys.json", PORT = "8080" } = process.env;

const keys = createKeyRing({
  refreshKeys: async () => JSON.parse(await readFile(KEYS_FILE, "utf8")) as VerificationKey[],
});

// bun bun.mts
const server = Bun.serve({
  port: Number(PORT),
  fetch: createReceiver(createReceive(keys, (event) => console.log(typeof event))),
});
console.log(`Listening on http://localhost:${server.port}/`);
