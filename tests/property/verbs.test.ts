import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createConnections } from "../../provider/connection/connection.js";
import { createKeyHandlers, type Handlers } from "../../provider/resources/key/handlers.js";
import { SIGNING_KEY } from "../../provider/resources/signing-key/key-kind.js";
import { DAY_MS } from "../../provider/dates.js";

const ISSUED = new Date("2026-01-01T02:00:00Z");
const HOST = "127.0.0.1:8480";
const CONFIG: Readonly<Record<string, string>> = {
  "cybersource-webhooks:host": `http://${HOST}`,
  "cybersource-webhooks:authentication": "none",
};
const after = (days: number): Date => new Date(ISSUED.getTime() + days * DAY_MS);

/** Handlers with a valid connection, a fixed clock, and a client that only counts requests. */
const handlersAt = (now: Date): { handlers: Handlers; requests: () => number } => {
  let requests = 0;
  const settings = { stackConfig: (name: string) => CONFIG[name], environment: {} };
  const handlers = createKeyHandlers(SIGNING_KEY, {
    now: () => now,
    notify: async () => {},
    connections: createConnections(
      settings,
      () => now,
      () => {},
    ),
    loadClient: async () => ({
      requestKey: async () => {
        requests += 1;
        return {
          keyId: "new-id",
          key: "bmV3",
          status: "ACTIVE",
          submitTimeUtc: now.toISOString(),
          expirationDate: new Date(now.getTime() + 365 * DAY_MS).toISOString(),
          correlationId: "simulated",
        };
      },
    }),
  });
  return { handlers, requests: () => requests };
};

const keyExpiring = (expirationDate: string): Record<string, unknown> => ({
  organizationId: "org",
  expiryDuration: 365,
  keyProvider: "nrtd",
  tenant: "org",
  host: HOST,
  keyId: "id",
  key: "a2V5",
  status: "ACTIVE",
  submitTimeUtc: ISSUED.toISOString(),
  expirationDate,
});

/** The functions that Pulumi calls in a preview, a refresh and a destroy, and for an update in place. */
const VERBS_WITHOUT_REQUEST = {
  check: (handlers, olds, news) => handlers.check(olds, news),
  diff: (handlers, olds, news) => handlers.diff("org/0", olds, news),
  read: (handlers, olds) => handlers.read("org/0", olds),
  update: (handlers, olds, news) => handlers.update("org/0", olds, news),
  delete: (handlers, olds) => handlers.delete("org/0", olds),
} satisfies Record<
  string,
  (handlers: Handlers, olds: Record<string, unknown>, news: Record<string, unknown>) => Promise<unknown>
>;

test.each(Object.entries(VERBS_WITHOUT_REQUEST))(
  "%s sends no request, whatever the age and the validity of the key",
  async (_name, call) => {
    const date = fc.oneof(
      fc.integer({ min: -1, max: 1095 }).map((days) => after(days).toISOString()),
      fc.constant("unreadable"),
    );
    await fc.assert(
      fc.asyncProperty(
        date,
        fc.double({ min: 0, max: 3650, noNaN: true }),
        fc.integer({ min: 0, max: 364 }),
        async (expirationDate, ageDays, renewBeforeDays) => {
          const { handlers, requests } = handlersAt(after(ageDays));
          await call(handlers, keyExpiring(expirationDate), { organizationId: "org", renewBeforeDays });
          expect(requests()).toBe(0);
        },
      ),
      { numRuns: 1000 },
    );
  },
);

test("create sends one request", async () => {
  const { handlers, requests } = handlersAt(after(0));
  await handlers.create({ organizationId: "org", renewBeforeDays: 30 });
  expect(requests()).toBe(1);
});
