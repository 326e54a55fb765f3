import { SubscriptionError } from "../../api/subscription-error.js";
import { AuthenticationConfigError } from "../../auth/errors.js";
import { ConnectionError } from "../../connection/connection.js";
import { type Properties } from "../protocol.js";

type ReadFailure = SubscriptionError | ConnectionError | AuthenticationConfigError;

/**
 * Whether a read failed because of the service, the network or the configuration. Any other error is a defect.
 *
 * Such a read must not reject: in a run with `--refresh`, Pulumi would end the whole run, even with `--continue-on-error`,
 * and keys that are due would not be renewed.
 */
export const isReadFailure = (error: unknown): error is ReadFailure =>
  error instanceof SubscriptionError || error instanceof ConnectionError || error instanceof AuthenticationConfigError;

/** The outputs of a subscription that couldn't be read: unchanged, with the code of the error. */
export const withReadError = (outputs: Properties, { code }: ReadFailure): Properties => ({
  ...outputs,
  readError: code,
});

/** The code of the error because of which the last refresh couldn't read a subscription. */
export const readErrorOf = ({ readError }: Properties): string | undefined =>
  typeof readError === "string" && readError !== "" ? readError : undefined;
