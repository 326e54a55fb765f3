import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import {
  createKeyRing,
  createReplayGuard,
  NotificationError,
  readRawBody,
  statusOf,
  type VerificationKey,
  verifyNotification,
} from "pulumi-cybersource-webhooks/verify";

const { KEYS_FILE = "verification-keys.json", PORT = "8080" } = process.env;

// The file takes the place of a vault: some time after a rotation, it contains the new key.
const keys = createKeyRing({
  refreshKeys: async () => JSON.parse(await readFile(KEYS_FILE, "utf8")) as VerificationKey[],
  refreshIntervalSeconds: 1,
});
const guard = createReplayGuard();

const server = createServer((request, response) => {
  const receive = async (): Promise<void> => {
    const body = await readRawBody(request);
    const header = request.headers["v-c-signature"];
    const { event, id } = await verifyNotification({ header, body, keys, seen: guard.seen });
    try {
      // Handle the event here: put it into a queue or write it to a database.
      console.log("accepted", typeof event);
    } catch (error) {
      await guard.forget(id);
      throw error;
    }
  };
  receive().then(
    () => response.writeHead(200).end(),
    (error: unknown) => {
      console.log("refused", error instanceof NotificationError ? error.code : "ERR_KEYS_UNREADABLE");
      response.writeHead(statusOf(error)).end();
    },
  );
});

server.listen(Number(PORT), "127.0.0.1", () => {
  console.log("listening on", (server.address() as AddressInfo).port);
});
