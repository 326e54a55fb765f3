import { jwtWithSharedSecret } from "../../provider/auth/jwt.js";
import { createKeyHandlers, type Handlers } from "../../provider/resources/key/handlers.js";
import { SIGNING_KEY } from "../../provider/resources/signing-key/key-kind.js";
import { createApiClient } from "../../provider/api/client.js";
import { createKeysClient } from "../../provider/api/keys.js";
import { findingsOf } from "../../provider/resources/key/kept-key.js";
import { type Effect, type Fault, type NextUp, type Site, type Surroundings } from "./fault.js";

const KEY_TYPE = "sharedSecret";
/** A shorter time limit for attempts than in production. */
const SHORT_TIMEOUT_MS = 2000;
const CREDENTIALS = {
  merchantId: "merchant",
  keyId: "01234567-89ab-cdef-0123-456789abcdef",
  sharedSecret: Buffer.from("a shared secret of the tests, 32").toString("base64"),
};

/** The observed effect of a fault. */
export interface Observation extends Effect {
  /** The message that the user sees, or an empty string without an error. */
  readonly text: string;
  /** The number of retries whose time the client chose. */
  readonly backoffs: number;
  /** Whether the state has the service's current key after the next `up`. */
  readonly isInStepAtTheEnd: boolean;
}

type Properties = Readonly<Record<string, unknown>>;

/** The result of a create: a resource, which may be half-made, or only an error. */
interface Created {
  readonly resource: { readonly id: string; readonly outs: Properties } | undefined;
  readonly text: string;
}

/** The outputs as the engine returns them to the provider: without secret wrappers. */
const plain = (outs: Properties): Properties =>
  Object.fromEntries(
    Object.entries(outs).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null && "value" in value ? value.value : value,
    ]),
  );

/** What an `up` calls. */
export type Verbs = Pick<Handlers, "create" | "diff">;

const create = async (handlers: Verbs, inputs: Properties): Promise<Created> => {
  try {
    const result: { readonly id: string; readonly outs?: unknown } = await handlers.create(inputs);
    return { resource: { id: result.id, outs: plain(result.outs as Properties) }, text: "" };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { id, properties } = error as { id?: string; properties?: Properties };
    const resource = id === undefined || properties === undefined ? undefined : { id, outs: plain(properties) };
    return { resource, text: error.message };
  }
};

const codeOf = ({ text }: Created): string => /^ERR_\w+/.exec(text)?.[0] ?? (text === "" ? "a key" : text);

/** Does what `up` does with the resource in the state. */
const up = async (handlers: Verbs, inputs: Properties, { resource }: Created): Promise<[NextUp, Created]> => {
  if (resource === undefined) return ["makes a key", await create(handlers, inputs)];
  const { id, outs } = resource;
  const { changes = false, replaces = [] } = await handlers.diff(id, outs, inputs);
  if (replaces.length > 0) return ["replaces the key", await create(handlers, inputs)];
  if (changes) throw new Error("a change in place");
  // The program fails the run because of what is in the state.
  const { error } = findingsOf({ expirationDate: outs.expirationDate as string }, new Date());
  if (error === undefined) return ["changes nothing", { resource, text: "" }];
  return ["fails until replaced by hand", await create(handlers, inputs)];
};

/** Whether the state has the service's current key. */
const isInStep = ({ resource }: Created, site: Site): boolean =>
  resource !== undefined && resource.outs.keyId === site.currentKey(KEY_TYPE)?.keyId;

/** Creates a resource with a fault, then does what the next `up` does without it. */
export const observeCreate = async (
  handlers: Verbs,
  inputs: Properties,
  site: Site,
  backoffs: () => number = () => 0,
): Promise<Observation> => {
  const keyBefore = site.currentKey(KEY_TYPE)?.keyId;
  const requestsBefore = site.requests();

  const created = await create(handlers, inputs);
  const keyAfter = site.currentKey(KEY_TYPE)?.keyId;
  const seen = {
    outcome: codeOf(created),
    requests: site.requests() - requestsBefore,
    isKeyLost: keyAfter !== keyBefore && !isInStep(created, site),
    isKeyInState: created.resource !== undefined,
    text: created.text,
    backoffs: backoffs(),
  };

  await site.lift();
  const [nextUp, end] = await up(handlers, inputs, created);
  return { ...seen, nextUp, isInStepAtTheEnd: isInStep(end, site) };
};

/** Creates a resource with a fault, through its handlers and the client. */
export const observe = async (fault: Fault, surroundings: Surroundings): Promise<Observation> => {
  const { organizationId } = surroundings;
  const site = await fault.arrange(surroundings);
  let backoffs = 0;
  let ids = 0;
  let idledMs = 0;
  const now = (): Date => new Date(Date.now() + idledMs);
  const client = createKeysClient({
    client: createApiClient({
      now,
      backoffMs: () => {
        backoffs += 1;
        return 1;
      },
      ...(fault.pace === "timed-out" && { attemptTimeoutMs: SHORT_TIMEOUT_MS }),
    }),
    now,
    newCorrelationId: () => `${organizationId}-${++ids}`,
  });
  const handlers = createKeyHandlers(SIGNING_KEY, {
    now,
    notify: async () => {},
    connections: {
      hostOf: () => ({ host: new URL(site.origin()).host, isOfStack: true }),
      open: async () => ({
        origin: site.origin(),
        authenticate: jwtWithSharedSecret(CREDENTIALS),
        senderOrganizationId: undefined,
        permissions: undefined,
      }),
    },
    loadClient: async () => client,
  });
  const inputs = { organizationId };
  try {
    if (fault.needsKeptConnection) await create(handlers, inputs);
    idledMs += fault.idleMs;
    site.idle?.(fault.idleMs);
    return await observeCreate(handlers, inputs, site, () => backoffs);
  } finally {
    await site.close();
  }
};
