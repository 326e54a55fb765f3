import { createServer, type IncomingMessage } from "node:http";
import {
  DecryptionError,
  type DecryptionKey,
  decryptNotification,
  isEncrypted,
} from "pulumi-cybersource-webhooks/decrypt";
import { signNotification } from "pulumi-cybersource-webhooks/testing";
import {
  createKeyRing,
  createReplayGuard,
  type KeyLookup,
  NotificationError,
  type NotificationErrorCode,
  readRawBody,
  type VerificationKey,
  type VerifiedNotification,
  verifyNotification,
} from "pulumi-cybersource-webhooks/verify";

const key: VerificationKey = { keyId: "id", key: "AAAA", expirationDate: "2027-01-31T12:00:00Z" };
const keys: KeyLookup = createKeyRing({ refreshKeys: async () => [key] });
const { seen } = createReplayGuard();

const verify = async (request: IncomingMessage): Promise<VerifiedNotification> =>
  verifyNotification({ header: request.headers["v-c-signature"], body: await readRawBody(request), keys, seen });

const privateKeys: readonly DecryptionKey[] = [{ privateKey: "PEM" }, { keyId: "id", privateKey: "PEM" }];

export const decrypt = async (body: Uint8Array, event: unknown): Promise<unknown> => {
  try {
    return isEncrypted(event) ? (await decryptNotification({ body, keys: privateKeys })).event : event;
  } catch (error) {
    return error instanceof DecryptionError ? error.retryable : undefined;
  }
};

export const server = createServer((request, response) => {
  verify(request).then(
    ({ event }: { event: unknown }) => response.end(String(event)),
    (error: unknown) => {
      const code: NotificationErrorCode | undefined = error instanceof NotificationError ? error.code : undefined;
      response.writeHead(code === undefined ? 500 : 401).end();
    },
  );
});
export const header: string = signNotification({ body: "{}", key });

// @ts-expect-error -- a key has keyId and key: an error shows that the package's types are found
export const wrong = signNotification({ body: "{}", key: { id: "id" } });
