import { type SubscriptionHandler } from "./context.js";
import { handleChange } from "./handle-change.js";
import { handleCreate, handleCreateV1 } from "./handle-create.js";
import { handleDelete } from "./handle-delete.js";
import { handleList } from "./handle-list.js";
import { handleRead } from "./handle-read.js";
import { handleStatus } from "./handle-status.js";
import { handleTest } from "./handle-test.js";

interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** The name of the request in the journal, and for faults. */
  readonly action: string;
  readonly handle: SubscriptionHandler;
  /** Whether the request has a body; with `optional` it may be left out. */
  readonly body?: "required" | "optional";
}

const WEBHOOKS = /^\/notification-subscriptions\/v2\/webhooks$/;
const WEBHOOK = /^\/notification-subscriptions\/v2\/webhooks\/([^/]{1,200})$/;
const STATUS = /^\/notification-subscriptions\/v2\/webhooks\/([^/]{1,200})\/status$/;
const WEBHOOKS_V1 = /^\/notification-subscriptions\/v1\/webhooks$/;
const TEST = /^\/notification-subscriptions\/v1\/webhooks\/([^/]{1,200})$/;

const ROUTES: readonly Route[] = [
  { method: "POST", path: WEBHOOKS, action: "CREATE_SUBSCRIPTION", handle: handleCreate, body: "required" },
  { method: "POST", path: WEBHOOKS_V1, action: "CREATE_SUBSCRIPTION", handle: handleCreateV1, body: "required" },
  { method: "GET", path: WEBHOOKS, action: "LIST_SUBSCRIPTIONS", handle: handleList },
  { method: "GET", path: WEBHOOK, action: "READ_SUBSCRIPTION", handle: handleRead },
  { method: "PATCH", path: WEBHOOK, action: "CHANGE_SUBSCRIPTION", handle: handleChange, body: "required" },
  { method: "DELETE", path: WEBHOOK, action: "DELETE_SUBSCRIPTION", handle: handleDelete },
  { method: "PUT", path: STATUS, action: "SET_STATUS", handle: handleStatus, body: "required" },
  { method: "POST", path: TEST, action: "SEND_TEST", handle: handleTest, body: "optional" },
];

/** A request for subscriptions, by its route. */
export interface RoutedRequest extends Omit<Route, "method" | "path"> {
  readonly webhookId: string;
  readonly query: URLSearchParams;
}

/** The route of a request; undefined if it isn't one for subscriptions. */
export const routeOf = (method: string, target: string): RoutedRequest | undefined => {
  const at = target.indexOf("?");
  const path = at === -1 ? target : target.slice(0, at);
  const query = new URLSearchParams(at === -1 ? "" : target.slice(at));
  for (const { method: allowed, path: pattern, ...route } of ROUTES) {
    const match = method === allowed ? pattern.exec(path) : null;
    // Only the list accepts a query. Any other path with a query is unknown.
    if (match !== null && (at === -1 || route.handle === handleList)) {
      return { ...route, webhookId: match[1] ?? "", query };
    }
  }
  return undefined;
};
