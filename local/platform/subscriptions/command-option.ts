import { InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { readJson } from "../../json-text.js";
import { type SubscriptionOptions, subscriptionSwitchesSchema } from "./options.js";

const productSchema = z.strictObject({
  productId: z.string().min(1),
  productName: z.string(),
  eventTypes: z.array(
    z.strictObject({
      eventName: z.string().min(1),
      displayName: z.string().default(""),
      frequency: z.int().default(-1),
      timeSensitivity: z.boolean().default(false),
      payloadEncryption: z.boolean().default(false),
    }),
  ),
});

const optionSchema = subscriptionSwitchesSchema.extend({
  products: z.record(z.string(), z.array(productSchema)).optional(),
});

const parse = (text: string): SubscriptionOptions => {
  const decoded = optionSchema.safeParse(readJson(text));
  if (!decoded.success) throw new InvalidArgumentError(`\n${z.prettifyError(decoded.error)}`);
  return decoded.data;
};

/** `--subscriptions <json>`: the switches, and the products of organizations. */
export const subscriptionsOption = (): Option =>
  new Option("--subscriptions <json>", "how subscriptions are treated: docs/local-subscriptions.md").argParser(parse);
