import { isRecord } from "../record.js";
import { type SubscriptionSwitches } from "./options.js";

/** A body of v1, with one product at the top. One client sends both forms; then the list of products counts. */
const fromV1 = (body: Record<string, unknown>): Record<string, unknown> => {
  const { productId, eventTypes, products, ...rest } = body;
  if (productId === undefined && eventTypes === undefined) return body;
  return { ...rest, products: products ?? [{ productId, eventTypes }] };
};

/** The guide spells the token URL in two ways. Here, only the second one counts. */
const withTokenUrl = (body: Record<string, unknown>): Record<string, unknown> => {
  const policy = body["securityPolicy"];
  const config = isRecord(policy) ? policy["config"] : undefined;
  if (!isRecord(policy) || !isRecord(config)) return body;
  const others = Object.entries(config).filter(([name]) => name !== "oAuthURL");
  const renamed = others.map(([name, value]) => [name === "oAuthUrl" ? "oAuthURL" : name, value] as const);
  return { ...body, securityPolicy: { ...policy, config: Object.fromEntries(renamed) } };
};

/** A body in the form of the specification, from the other forms that the switches accept. */
export const inDocumentedForm = (body: unknown, { v1Requests, oAuthUrlSpelling }: SubscriptionSwitches): unknown => {
  if (!isRecord(body)) return body;
  const products = v1Requests === "accepted" ? fromV1(body) : body;
  return oAuthUrlSpelling === "oAuthUrl" ? withTokenUrl(products) : products;
};
