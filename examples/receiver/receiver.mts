import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";
import {
  type DecryptionKey,
  DecryptionError,
  decryptNotification,
  isEncrypted,
} from "pulumi-cybersource-webhooks/decrypt";
import {
  createKeyRing,
  createReplayGuard,
  NotificationError,
  readRawBody,
  statusOf,
  type VerificationKey,
  verifyNotification,
} from "pulumi-cybersource-webhooks/verify";
import { type Clients, createTokenEndpoint } from "./token-endpoint.mts";

// These files take the place of a vault: some time after a rotation, the first one contains the new key.
const { KEYS_FILE = "verification-keys.json", PRIVATE_KEYS_FILE = "private-keys.json" } = process.env;
const { CLIENTS_FILE = "clients.json", PORT = "8080" } = process.env;

const keys = createKeyRing({
  refreshKeys: async () => JSON.parse(await readFile(KEYS_FILE, "utf8")) as VerificationKey[],
  refreshIntervalSeconds: 1,
});
const guard = createReplayGuard();
const tokens = createTokenEndpoint();

interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

const refuse = (status: number, reason: string): Reply => {
  console.log("refused", reason);
  return { status };
};

/** The event of a verified notification, decrypted if it's encrypted. */
const openEvent = async (event: unknown, body: Uint8Array): Promise<unknown> => {
  if (!isEncrypted(event)) return event;
  const privateKeys = JSON.parse(await readFile(PRIVATE_KEYS_FILE, "utf8")) as DecryptionKey[];
  return (await decryptNotification({ body, keys: privateKeys })).event;
};

const reasonOf = (error: unknown): string =>
  error instanceof NotificationError || error instanceof DecryptionError ? error.code : "ERR_KEYS_UNREADABLE";

/** The webhookUrl of the subscription. */
const receive = async (request: IncomingMessage): Promise<Reply> => {
  if (!tokens.hasToken(request.headers.authorization)) return refuse(401, "invalid_token");
  try {
    const body = await readRawBody(request);
    const header = request.headers["v-c-signature"];
    const { event, id } = await verifyNotification({ header, body, keys, seen: guard.seen });
    try {
      const { eventType } = (await openEvent(event, body)) as { eventType: string };
      // Handle the event here: put it into a queue or write it to a database.
      console.log("accepted", eventType, ...(isEncrypted(event) ? ["(encrypted)"] : []));
    } catch (error) {
      await guard.forget(id);
      throw error;
    }
    return { status: 200 };
  } catch (error) {
    return refuse(statusOf(error), reasonOf(error));
  }
};

/** The oAuthURL of the subscription. In production, it's your authorization server's. */
const grantToken = async (request: IncomingMessage): Promise<Reply> => {
  const form = new URLSearchParams(Buffer.from(await readRawBody(request)).toString());
  const clients = JSON.parse(await readFile(CLIENTS_FILE, "utf8")) as Clients;
  const { status, body, clientId } = tokens.grant(form, clients);
  console.log(clientId === undefined ? "refused invalid_client" : `token for ${clientId}`);
  return { status, body };
};

const replyTo = async (request: IncomingMessage): Promise<Reply> => {
  switch (`${request.method} ${request.url}`) {
    case "POST /notifications":
      return receive(request);
    case "POST /token":
      return grantToken(request);
    // The healthCheckUrl of the subscription: the platform sends GET and an empty POST.
    case "GET /health":
    case "POST /health":
      return { status: 200 };
    default:
      return { status: 404 };
  }
};

const server = createServer((request, response) => {
  replyTo(request).then(
    ({ status, body }) => {
      if (body === undefined) response.writeHead(status).end();
      else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    },
    (error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
});

server.listen(Number(PORT), "127.0.0.1", () => {
  console.log("listening on", (server.address() as AddressInfo).port);
});
