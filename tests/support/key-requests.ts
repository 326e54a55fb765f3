import { inspect } from "node:util";
import { expect } from "@jest/globals";
import { noAuthentication } from "../../provider/auth/none.js";
import { type ClientSources, createApiClient } from "../../provider/api/client.js";
import { createKeysClient, type IssuedKey, type KeysClient } from "../../provider/api/keys.js";
import { type Connection } from "../../provider/api/connection.js";

/** The client secret to store. */
export const SECRET = "client-secret-that-nobody-may-see";

export const create = {
  action: "CREATE",
  organizationId: "org",
  keyProvider: "nrtd",
  tenant: "org",
  expiryDurationDays: 365,
} as const;

export const store = {
  ...create,
  action: "STORE",
  keyProvider: "org",
  tenant: "nrtd",
  clientId: "client",
  clientSecret: SECRET,
} as const;

/** An answer with a key. */
export const KEY_ANSWER = JSON.stringify({ status: "SUCCESS", keyInformation: { keyId: "i", key: "k" } });

export const connectionTo = (origin: string): Connection => ({
  origin,
  authenticate: noAuthentication(),
  senderOrganizationId: undefined,
  permissions: undefined,
});

/** A client whose pauses before a retry take a millisecond, and the numbers of the retries so far. */
export const openClient = (sources: Partial<ClientSources> = {}): { client: KeysClient; waits: number[] } => {
  const waits: number[] = [];
  let ids = 0;
  const now = (): Date => new Date();
  const client = createApiClient({
    now,
    backoffMs: (attempt) => {
      waits.push(attempt);
      return 1;
    },
    ...sources,
  });
  const newCorrelationId = (): string => `correlation-${++ids}`;
  return { client: createKeysClient({ client, now: sources.now ?? now, newCorrelationId }), waits };
};

/** The error of a request that must fail. Checks that no form of the error contains a secret. */
export const failureOf = async (
  promise: Promise<IssuedKey>,
): Promise<{ code: string; message: string; status?: number }> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "KmsError", correlationId: "correlation-1" });
  expect(inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)).not.toContain(SECRET);
  return error as { code: string; message: string; status?: number };
};
