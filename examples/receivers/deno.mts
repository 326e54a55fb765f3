import { readFile } from "node:fs/promises";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";
import { createReceiver } from "./fetch-request.mts";
import { createReceive } from "./receive.mts";

declare const Deno: {
  serve(options: { port: number }, handle: (request: Request) => Promise<Response>): unknown;
};

const { KEYS_FILE = "keys.json", PORT = "8080" } = process.env;

const keys = createKeyRing({
  refreshKeys: async () => JSON.parse(await readFile(KEYS_FILE, "utf8")) as VerificationKey[],
});

// deno run --allow-net --allow-read --allow-env deno.mts
Deno.serve({ port: Number(PORT) }, createReceiver(createReceive(keys, (event) => console.log(typeof event))));
