import fc from "fast-check";
import { type SubscriptionSwitchesInput } from "../../local/platform/subscriptions/options.js";

/** The forms of answers that the vendor's documents and clients show, and the rules for changes that they leave open. */
export const SWITCHES = fc.record({
  firstStatus: fc.constantFrom("PENDING_REVIEW", "INACTIVE", "ACTIVE"),
  dates: fc.constantFrom("two-forms", "iso"),
  addsPort: fc.boolean(),
  lowerCasesHost: fc.boolean(),
  upperCasesSecurityType: fc.boolean(),
  shape: fc.constantFrom("v2", "v1", "both"),
  numbers: fc.constantFrom("number", "string"),
  deactivateFlag: fc.constantFrom("string", "boolean"),
  extraMembers: fc.boolean(),
  patchReview: fc.constantFrom("changed-url", "any-url", "never"),
  patchRetryPolicy: fc.constantFrom("taken", "ignored"),
  patchInside: fc.constantFrom("replace", "merge"),
  emptyList: fc.constantFrom("not-found", "array"),
  scopeForm: fc.constantFrom("string", "object"),
  algorithmCase: fc.constantFrom("upper", "capitalized"),
  listForm: fc.constantFrom("array", "object"),
  listFilters: fc.constantFrom("optional", "required"),
  statusAnswer: fc.constantFrom("status", "empty"),
  statusRefusal: fc.constantFrom(400, 403, 404, 409, 422),
  securityPolicyForm: fc.constantFrom("object", "array"),
}) satisfies fc.Arbitrary<SubscriptionSwitchesInput>;
