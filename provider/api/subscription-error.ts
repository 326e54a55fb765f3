/** Codes of {@link SubscriptionError}. What each means and what to do: docs/errors.md. */
export type SubscriptionErrorCode =
  | "ERR_SUBSCRIPTION_BAD_REQUEST"
  | "ERR_SUBSCRIPTION_UNAUTHORIZED"
  | "ERR_SUBSCRIPTION_FORBIDDEN"
  | "ERR_SUBSCRIPTION_NOT_FOUND"
  | "ERR_SUBSCRIPTION_NOT_ACCEPTABLE"
  | "ERR_SUBSCRIPTION_RATE_LIMITED"
  | "ERR_SUBSCRIPTION_UNAVAILABLE"
  | "ERR_SUBSCRIPTION_REFUSED"
  | "ERR_SUBSCRIPTION_REDIRECTED"
  | "ERR_SUBSCRIPTION_UNREACHABLE"
  | "ERR_SUBSCRIPTION_BAD_ANSWER"
  | "ERR_SUBSCRIPTION_EXISTS"
  | "ERR_SUBSCRIPTION_FOLDER"
  | "ERR_SUBSCRIPTION_FOREIGN"
  | "ERR_SUBSCRIPTION_PRODUCTS"
  | "ERR_HOST_DIFFERS"
  | "ERR_OUTCOME_UNKNOWN";

/** A request about a subscription that failed, or that was not sent because it could harm one. */
export class SubscriptionError extends Error {
  override readonly name = "SubscriptionError";
  readonly code: SubscriptionErrorCode;
  /** HTTP status of the answer, if one came. */
  readonly status: number | undefined;
  /** The message without its advice, for an error that gives a better one. */
  readonly bare: string;

  /** The members that the answer says are wrong, as paths. */
  readonly members: readonly string[];

  constructor(
    code: SubscriptionErrorCode,
    text: string,
    status?: number,
    advice = "",
    members: readonly string[] = [],
  ) {
    const bare = `${code}: ${text}`;
    super(advice === "" ? bare : `${bare}. ${advice}`);
    this.code = code;
    this.status = status;
    this.bare = bare;
    this.members = members;
  }
}

/** What is wrong with a change: the refusal, if the service refuses it, or the doubt about its answer. */
export const objectionTo = async (
  sent: Promise<SubscriptionError | undefined>,
): Promise<SubscriptionError | undefined> => {
  try {
    return await sent;
  } catch (error) {
    if (!(error instanceof SubscriptionError) || error.status === undefined || error.status >= 500) throw error;
    return error;
  }
};

const REFUSALS_OF_CONTENT: readonly number[] = [400, 409, 422];

/** Whether the service refuses, with this status, what a request contains, or says that it exists already. */
export const refusesContent = (status: number): boolean => REFUSALS_OF_CONTENT.includes(status);

export const isRefusalOfContent = ({ status }: SubscriptionError): boolean =>
  status !== undefined && refusesContent(status);

const SUBSCRIBED: readonly string[] = ["products", "productId", "eventTypes"];

/** Whether a refusal can be about the products and events: it names one of them, or doesn't say what it is about. */
export const canBeAboutProducts = ({ members }: SubscriptionError): boolean =>
  members.length === 0 || members.some((path) => path.split(".").some((name) => SUBSCRIBED.includes(name)));
