import { SubscriptionError } from "../../provider/api/subscription-error.js";
import { type SubscriptionsClient } from "../../provider/api/subscriptions.js";
import { type TestNotification } from "../../provider/api/subscription-wire.js";
import { idText } from "../../provider/resources/subscription/id-text.js";
import { printable } from "../status/identity.js";
import { type OpenPlace } from "./ask-places.js";

/** What came of a test call. */
export interface TestReport {
  readonly webhookId: string;
  readonly organizationId: string;
  readonly host: string;
  /** What the platform sent; undefined if it refused. */
  readonly sent: TestNotification | undefined;
  /** Why the platform refused, and what to do. */
  readonly refusal: string | undefined;
  /** Status of the subscription before the call; undefined if it doesn't exist. */
  readonly statusBefore: string | undefined;
  /** Undefined if it couldn't be read. */
  readonly statusAfter: string | undefined;
}

/** What to do if the platform refuses to test a subscription with this status. */
const ADVICE: Readonly<Record<string, string>> = {
  PENDING_REVIEW: "The subscription is under review by the platform. Test it when it's approved.",
  BLOCKED: "The platform rejected a URL of the subscription. Change the URL in your program, and run `pulumi up`.",
};

/** Refusals that are about the subscription, and not about the credentials or the service. */
const isRefusal = (error: unknown): error is SubscriptionError =>
  error instanceof SubscriptionError &&
  ["ERR_SUBSCRIPTION_BAD_REQUEST", "ERR_SUBSCRIPTION_NOT_FOUND", "ERR_SUBSCRIPTION_REFUSED"].includes(error.code);

const shown = (text: string | undefined): string | undefined => (text === undefined ? undefined : printable(text));

/**
 * Lets the platform send a test notification.
 *
 * @throws SubscriptionError if there's no answer about the subscription
 */
export const sendTest = async (
  client: SubscriptionsClient,
  place: OpenPlace,
  webhookId: string,
): Promise<TestReport> => {
  const aboutOf = (organizationId: string) => ({ webhookId: idText(webhookId), organizationId, host: place.host });
  const before = await client.get(place, webhookId);
  if (before === undefined) {
    const refusal = `${place.organizationId} has no such subscription. To list those that it has, run \`npx pulumi-cybersource-webhooks subscriptions --organization ${place.organizationId}\`. If another organization has it, name that with --organization.`;
    return {
      ...aboutOf(place.organizationId),
      sent: undefined,
      refusal,
      statusBefore: undefined,
      statusAfter: undefined,
    };
  }
  const statusBefore = printable(before.status);
  // The webhook ID alone finds the subscription, also one of an organization that the command wasn't told of.
  const organizationId = shown(before.organizationId) ?? place.organizationId;
  const about = aboutOf(organizationId);
  try {
    const { productId, eventType, transactionTraceId, retryNumber } = await client.sendTest(
      { ...place, organizationId },
      webhookId,
    );
    // The call can activate a subscription. If its status can't be read now, the test was sent nevertheless.
    const after = await client.get(place, webhookId).catch(() => undefined);
    const sent = {
      productId: shown(productId),
      eventType: shown(eventType),
      transactionTraceId: shown(transactionTraceId),
      retryNumber,
    };
    return { ...about, sent, refusal: undefined, statusBefore, statusAfter: shown(after?.status) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const advice = ADVICE[before.status];
    // The status explains the refusal. What the error advises is for other causes.
    const refusal =
      advice === undefined ? error.message : `${advice} The platform answered with status ${String(error.status)}.`;
    return { ...about, sent: undefined, refusal, statusBefore, statusAfter: statusBefore };
  }
};

const sentLines = ({ productId, eventType, transactionTraceId, retryNumber = 0 }: TestNotification): string[] => {
  const what = eventType === undefined ? "" : ` of ${eventType}${productId === undefined ? "" : ` (${productId})`}`;
  const again = retryNumber === 0 ? "" : `, as retry ${retryNumber}`;
  return [
    `The platform sent a test notification${what} to the subscription's webhookUrl${again}.`,
    ...(transactionTraceId === undefined
      ? []
      : [`Your receiver gets it with the header v-c-transaction-trace-id: ${transactionTraceId}`]),
    "The platform doesn't say whether your receiver accepted it: look at your receiver's log.",
  ];
};

const statusLine = ({ organizationId, statusBefore, statusAfter }: TestReport): string => {
  if (statusAfter === "INACTIVE" && statusBefore === "INACTIVE") {
    return (
      "The subscription is still INACTIVE. The test can activate it if your receiver accepts it: run " +
      `\`npx pulumi-cybersource-webhooks subscriptions --organization ${organizationId}\` in a minute.`
    );
  }
  if (statusAfter === undefined) return `The subscription was ${statusBefore ?? "unknown"} before the test.`;
  return statusBefore === statusAfter
    ? `The subscription is ${statusAfter}.`
    : `The subscription was ${statusBefore ?? "unknown"} before the test, and is ${statusAfter} now.`;
};

/** The report as text. */
export const testText = (report: TestReport): string => {
  const { webhookId, organizationId, host, sent, refusal } = report;
  const lines = sent === undefined ? [`No test was sent. ${refusal ?? ""}`] : [...sentLines(sent), statusLine(report)];
  return [`Subscription ${webhookId} of ${organizationId} at ${host}`, ...lines.map((line) => `  ${line}`), ""].join(
    "\n",
  );
};
