import { type Answer, jsonAnswer } from "../answer.js";
import { type SubscriptionHandler } from "./context.js";
import { type Plan, notFound, refused } from "./plan.js";
import { type Subscription } from "./subscription.js";

const PARAMETERS = new Set(["organizationId", "productId", "eventType"]);

const asksFor = ({ products }: Subscription, productId: string | null, eventType: string | null): boolean =>
  products.some(
    (product) =>
      (productId === null || product.productId === productId) &&
      (eventType === null || product.eventTypes.includes(eventType)),
  );

/** GET of the subscriptions of an organization. */
export const handleList: SubscriptionHandler = ({ store, switches, write }, { query }): Plan => {
  const { listFilters, listForm, emptyList } = switches();
  const names = [...query.keys()];
  const flawed = names.filter((name, index) => !PARAMETERS.has(name) || names.indexOf(name) !== index);
  const required = listFilters === "required" ? [...PARAMETERS] : ["organizationId"];
  const missing = required.filter((name) => (query.get(name) ?? "") === "");
  if (flawed.length + missing.length > 0) {
    return refused([
      ...missing.map((field) => ({ field, reason: "MISSING_FIELD" as const })),
      ...flawed.map((field) => ({ field, reason: "INVALID_DATA" as const })),
    ]);
  }

  const organizationId = query.get("organizationId") ?? "";
  const found = store
    .all()
    .filter((each) => each.organizationId === organizationId)
    .filter((each) => asksFor(each, query.get("productId"), query.get("eventType")))
    .map((each) => write(each, "GET"));
  if (found.length === 0 && emptyList === "not-found") return notFound(organizationId);
  const answer: Answer = jsonAnswer(200, listForm === "object" && found.length === 1 ? found[0] : found);
  return { answer, organizationId };
};
