import { readFile } from "node:fs/promises";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";
import { createReceiver } from "../../../fetch-request.mts";
import { createReceive } from "../../../receive.mts";

const { KEYS_FILE = "keys.json" } = process.env;

const keys = createKeyRing({
  refreshKeys: async () =>
    JSON.parse(await readFile(/* turbopackIgnore: true */ KEYS_FILE, "utf8")) as VerificationKey[],
});

/** A route handler of the app router. Next.js passes the received bytes of the body. */
export const POST = createReceiver(createReceive(keys, (event) => console.log(typeof event)));
