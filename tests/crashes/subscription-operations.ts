import { expect } from "@jest/globals";
import { type Operation, type Subject } from "./operation.js";

/** What an `up` does: create a subscription, change and activate it, delete it, or replace it. */
export type SubscriptionOperation = "create" | "update" | "delete" | "replace";

/** Half of a URL is no origin, which messages may show. */
const TOKEN = "2c6fa0b7f1e94a5c8d3b";

const programWith =
  (changes: string, trigger: string) =>
  ({ label, organizationId }: Subject): string =>
    `
exports["status-${label}"] = new WebhookSubscription("orders-${label}", {
  organizationId: "${organizationId}",
  webhookUrl: pulumi.secret("https://hooks.example.com/in?token=${TOKEN}"),
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  ${changes}
}, { replacementTrigger: "${trigger}" }).status;
`;

const FIRST = programWith("active: false,", "one");
const CHANGED = { description: "all orders", status: "ACTIVE" };

const PROGRAMS: Readonly<Record<SubscriptionOperation, Pick<Operation, "first" | "program">>> = {
  create: { program: programWith("", "one") },
  update: { first: FIRST, program: programWith(`description: "${CHANGED.description}",`, "one") },
  delete: { first: FIRST, program: () => "" },
  replace: { first: FIRST, program: programWith("", "two") },
};

const operationOf = (name: SubscriptionOperation): Operation => ({
  ...PROGRAMS[name],

  secretsOf: () => ({ token: TOKEN }),

  expectRecovered: ({ before, content, state }) => {
    const inState = (state.deployment.resources ?? []).filter(({ type }) => type.endsWith("WebhookSubscription"));
    const held = content.subscriptions;
    expect(inState.map(({ id }) => id)).toEqual(held.map(({ webhookId }) => webhookId));
    if (name === "delete") {
      expect(held).toEqual([]);
      return;
    }
    const [first] = before.subscriptions;
    expect(held).toHaveLength(1);
    expect(held[0]?.webhookId === first?.webhookId).toBe(name === "update");
    expect(held[0]).toMatchObject(name === "update" ? CHANGED : { status: "ACTIVE" });
  },
});

export const SUBSCRIPTION_OPERATIONS: Readonly<Record<SubscriptionOperation, Operation>> = {
  create: operationOf("create"),
  update: operationOf("update"),
  delete: operationOf("delete"),
  replace: operationOf("replace"),
};
