import { expect } from "@jest/globals";
import { type LaneKind } from "./lane.js";

/** What an `up` does: create a subscription, change and activate it, delete it, or replace it. */
export type SubscriptionOperation = "create" | "update" | "delete" | "replace";

/** Half of a URL is no origin, which messages may show. */
const TOKEN = "2c6fa0b7f1e94a5c8d3b";

const programOf = (changes: string, trigger: string): string => `
exports.status = new WebhookSubscription("orders", {
  organizationId: "org",
  webhookUrl: pulumi.secret("https://hooks.example.com/in?token=${TOKEN}"),
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  ${changes}
}, { replacementTrigger: "${trigger}" }).status;
`;

const FIRST = programOf("active: false,", "one");
const CHANGED = { description: "all orders", status: "ACTIVE" };

export const SUBSCRIPTIONS: LaneKind<SubscriptionOperation> = {
  firstProgram: FIRST,
  operations: {
    create: { program: programOf("", "one"), day: 0, isFirst: true },
    update: { program: programOf(`description: "${CHANGED.description}",`, "one"), day: 0, isFirst: false },
    delete: { program: "", day: 0, isFirst: false },
    replace: { program: programOf("", "two"), day: 0, isFirst: false },
  },
  flags: ["--subscriptions", JSON.stringify({ firstStatus: "INACTIVE", signingKeyRequired: false })],

  secretsOf: () => ({ token: TOKEN }),

  expectRecovered: async (name, { platform, before, state }) => {
    const inState = (state.deployment.resources ?? []).filter(({ type }) => type.endsWith("WebhookSubscription"));
    const held = platform.subscriptions();
    expect(inState.map(({ id }) => id)).toEqual(held.map(({ webhookId }) => webhookId));
    if (name === "delete") {
      expect(held).toEqual([]);
      return;
    }
    const [first] = before.subscriptions();
    expect(held).toHaveLength(1);
    expect(held[0]?.webhookId === first?.webhookId).toBe(name === "update");
    expect(held[0]).toMatchObject(name === "update" ? CHANGED : { status: "ACTIVE" });
  },

  madeBy: (platform) => platform.subscriptions(),
};
