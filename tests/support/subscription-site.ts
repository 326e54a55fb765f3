import { setTimeout } from "node:timers/promises";
import { type SubscriptionOptions } from "../../local/platform/subscriptions/options.js";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { type ClientSources, createApiClient } from "../../provider/api/client.js";
import { createSubscriptionsClient } from "../../provider/api/subscriptions.js";
import { createConnections } from "../../provider/connection/connection.js";
import { type Notify } from "../../provider/resources/notices.js";
import { type Properties } from "../../provider/resources/protocol.js";
import { type Handlers } from "../../provider/resources/key/handlers.js";
import { createSubscriptionHandlers } from "../../provider/resources/subscription/handlers.js";
import { createSharedNotes } from "../../provider/resources/subscription/shared-notes.js";

export const ORGANIZATION = "my_organization";
export const PRODUCTS = [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }];

/** Inputs as the resource class hands them over. */
export const inputs: Properties = {
  organizationId: ORGANIZATION,
  webhookUrl: "https://hooks.example.com/in",
  products: PRODUCTS,
  __ownName: "project-dev-orders",
  __provider: "text",
};

/** A resource as a state holds it. */
export interface HeldResource {
  readonly id: string;
  readonly outputs: Properties;
  /** Whether its create failed after the subscription was created. The engine updates such a resource in the next run. */
  readonly isHalfMade: boolean;
}

/** One resource with its state, driven as Pulumi's engine drives it. */
export interface ResourceSite {
  /** What the user was told. */
  readonly told: string[];
  /** A provider process that has seen nothing of the run. */
  readonly restart: () => void;
  readonly state: () => HeldResource | undefined;
  /** One `pulumi up`: the steps that it took. */
  readonly up: (news: Properties) => Promise<string[]>;
  /** Whether a preview shows a change. */
  readonly changes: (news: Properties) => Promise<boolean>;
  readonly refresh: () => Promise<void>;
  readonly destroy: () => Promise<void>;
  /** Creates another resource in the same run. */
  readonly checkOf: Handlers["check"];
  readonly createOf: (news: Properties) => Promise<unknown>;
  /** The verbs alone, for a state of another site. */
  readonly compareOf: Handlers["diff"];
  readonly readOf: (id: string, outputs: Properties) => Promise<unknown>;
  readonly deleteOf: (id: string, outputs: Properties) => Promise<void>;
}

/** A resource with a platform of its own. */
export interface Site extends ResourceSite {
  readonly platform: Platform;
  /** Method and path of the requests about subscriptions since the last call, with the body where there is one. */
  readonly requests: () => { readonly action: string; readonly body: unknown }[];
  /** The organization's subscriptions at the platform. */
  readonly held: () => ReturnType<Platform["subscriptions"]>;
  /** The id of the only one; throws if there is none, or more. */
  readonly only: () => string;
  readonly close: () => Promise<void>;
}

const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The values that a provider returned, without the marks of secrets. */
export const plain = (outs: unknown): Properties =>
  Object.fromEntries(
    Object.entries(outs as object).map(([name, value]: [string, unknown]) => {
      const isSecret = typeof value === "object" && value !== null && Object.values(value).includes(SECRET);
      return [name, isSecret ? (Reflect.get(value, "value") as unknown) : value];
    }),
  );

const REAL_CLOCK = { now: () => new Date(), backoffMs: () => 1 } satisfies ClientSources;

/** As a provider process shows notices: each once. */
const eachOnce = (tell: (text: string) => void): Notify => {
  const shown = new Set<string>();
  return async (text, severity) => {
    const line = severity === "warning" ? `warning: ${text}` : text;
    if (!shown.has(line)) tell(line);
    shown.add(line);
  };
};

/**
 * A resource that doesn't exist yet, whose requests go to `origin`.
 *
 * @param environment also the stack's configuration: its keys have a colon
 * @param correlationPrefix begins the correlation ids of its requests
 */
export const createResourceSite = (
  origin: string,
  environment: Readonly<Record<string, string>> = {},
  client: Partial<ClientSources> = {},
  correlationPrefix = "correlation",
): ResourceSite => {
  const told: string[] = [];
  let ids = 0;
  let marks = 0;
  const settings: Readonly<Record<string, string>> = {
    CYBERSOURCE_HOST: origin,
    CYBERSOURCE_AUTHENTICATION: "none",
    ...environment,
  };
  const start = () =>
    createSubscriptionHandlers({
      notify: eachOnce((text) => told.push(text)),
      isOnRow: false,
      hasProgram: async () => false,
      connections: createConnections(
        { stackConfig: (key) => settings[key], environment: settings },
        () => new Date(),
        () => undefined,
      ),
      loadClient: async () =>
        createSubscriptionsClient({
          client: createApiClient({ ...REAL_CLOCK, ...client }),
          now: REAL_CLOCK.now,
          newCorrelationId: () => `${correlationPrefix}-${++ids}`,
        }),
      newMark: () => `mark-${++marks}`,
      sharedNotes: createSharedNotes({
        engineAddress: () => undefined,
        userId: undefined,
        processId: process.pid,
        parentId: process.ppid,
        nameOf: String,
        places: () => [],
        atExit: () => undefined,
        now: REAL_CLOCK.now,
      }),
      pause: (attempt) => setTimeout((client.backoffMs ?? REAL_CLOCK.backoffMs)(attempt)),
    });
  let handlers = start();
  let state: HeldResource | undefined;

  const create = async (news: Properties): Promise<void> => {
    const created = await handlers.create(news).catch((error: unknown) => {
      // Pulumi keeps what such an error carries.
      const { id: halfId, properties } = error as { id?: string; properties?: Properties };
      if (halfId !== undefined) state = { id: halfId, outputs: plain(properties), isHalfMade: true };
      throw error;
    });
    state = { id: created.id, outputs: plain(created.outs), isHalfMade: false };
  };

  return {
    told,
    restart: () => {
      handlers = start();
    },
    state: () => state,
    up: async (news) => {
      const { failures = [] } = await handlers.check(state?.outputs ?? {}, news);
      if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
      if (state === undefined) {
        await create(news);
        return ["create"];
      }
      const { id, outputs, isHalfMade } = state;
      const { changes = false, replaces = [] } = await handlers.diff(id, outputs, news);
      if (replaces.length > 0) {
        await handlers.delete(id, outputs);
        state = undefined;
        await handlers.check({}, news);
        await create(news);
        return ["delete", "create"];
      }
      if (!changes && !isHalfMade) return [];
      state = { id, outputs: plain((await handlers.update(id, outputs, news)).outs), isHalfMade: false };
      return ["update"];
    },
    changes: async (news) => {
      const { id = "", outputs = {} } = state ?? {};
      return (await handlers.diff(id, outputs, news)).changes ?? false;
    },
    refresh: async () => {
      if (state === undefined) return;
      const found = await handlers.read(state.id, state.outputs);
      state = found.id === undefined ? undefined : { id: found.id, outputs: plain(found.props), isHalfMade: false };
    },
    destroy: async () => {
      if (state === undefined) return;
      await handlers.delete(state.id, state.outputs);
      state = undefined;
    },
    checkOf: (olds, news) => handlers.check(olds, news),
    createOf: (news) => handlers.create(news),
    compareOf: (id, outputs, news) => handlers.diff(id, outputs, news),
    readOf: (id, outputs) => handlers.read(id, outputs),
    deleteOf: (id, outputs) => handlers.delete(id, outputs),
  };
};

/** Starts a platform on which the organization has a signing key, and a resource that does not exist yet. */
export const startSite = async (
  subscriptions: SubscriptionOptions = {},
  environment: Readonly<Record<string, string>> = {},
  client: Partial<ClientSources> = {},
): Promise<Site> => {
  let seen: { action: string; body: unknown }[] = [];
  const platform = await startPlatform({
    subscriptions: {
      firstStatus: "INACTIVE",
      signingKeyRequired: false,
      ...subscriptions,
      onSubscriptionRequest: (request) => {
        seen.push({ action: request.action, body: request.body });
        subscriptions.onSubscriptionRequest?.(request);
      },
    },
  });
  const held = (): ReturnType<Platform["subscriptions"]> => platform.subscriptions(ORGANIZATION);
  return {
    ...createResourceSite(platform.origin, environment, client),
    platform,
    held,
    only: () => {
      const [only, ...more] = held();
      if (only === undefined || more.length > 0) throw new Error(`${held().length} subscriptions instead of one`);
      return only.webhookId;
    },
    requests: () => {
      const before = seen;
      seen = [];
      return before;
    },
    close: () => platform.close(),
  };
};
