import { type SubscriptionRequest } from "../../provider/api/subscription-failures.js";

/** A request as errors describe it. */
export const READING: SubscriptionRequest = {
  purpose: "reading the subscription",
  method: "GET",
  organizationId: "org",
  host: "api.example.com",
  correlationId: "correlation",
  isRepeatable: true,
  caller: "run",
};

/** The advice for a refresh or destroy whose configuration may be an old one. */
export const RUN_PROGRAM =
  "If you have changed the stack's configuration since the last `pulumi up`, run `pulumi up --refresh --run-program " +
  "--continue-on-error`, or `pulumi destroy --run-program`: without --run-program, both read and delete with the old one.";
