import { type RequestFlaw } from "../key-request.js";
import { isRecord } from "../record.js";
import { type SubscriptionSwitches } from "./options.js";
import { oAuthConfigOf } from "./policies.js";
import { type ChangeBody } from "./request-bodies.js";

const invalid = (field: string): RequestFlaw => ({ field, reason: "INVALID_DATA" });

const CONFIG = "securityPolicy.config";

const flawsOfPolicy = ({ securityPolicy }: ChangeBody, switches: SubscriptionSwitches): RequestFlaw[] => {
  const config = securityPolicy === undefined ? undefined : oAuthConfigOf(securityPolicy);
  if (config === undefined) return [];
  const { oAuthTokenExpiry, pinnedKeyIdIn } = switches;
  const isGiven = config.oAuthTokenExpiry !== undefined;
  const expiry = `${CONFIG}.oAuthTokenExpiry`;
  return [
    ...(oAuthTokenExpiry === "required" && !isGiven ? [{ field: expiry, reason: "MISSING_FIELD" as const }] : []),
    ...(oAuthTokenExpiry === "refused" && isGiven ? [invalid(expiry)] : []),
    ...(pinnedKeyIdIn !== "config" && config.keyId !== undefined ? [invalid(`${CONFIG}.keyId`)] : []),
  ];
};

/** The members of a request on which the sources disagree, and that a switch refuses or requires. */
export const flawsBySwitch = (sent: ChangeBody, received: unknown, switches: SubscriptionSwitches): RequestFlaw[] => {
  const { notificationScope: scope, deactivateflag } = sent;
  const policy = isRecord(received) && isRecord(received["retryPolicy"]) ? received["retryPolicy"] : {};
  const isBoolean = typeof policy["deactivateFlag"] === "boolean";
  return [
    ...(typeof scope === "object" && switches.scopeObject === "refused" ? [invalid("notificationScope")] : []),
    ...(deactivateflag !== undefined && switches.topLevelDeactivateflag === "refused"
      ? [invalid("deactivateflag")]
      : []),
    ...(isBoolean && switches.booleanDeactivateFlag === "refused" ? [invalid("retryPolicy.deactivateFlag")] : []),
    ...flawsOfPolicy(sent, switches),
  ];
};
