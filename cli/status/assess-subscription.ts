import { isActiveWanted, statusToSet } from "../../provider/resources/subscription/differences.js";
import { isSealed, openValue, type PackageResource } from "./deployment.js";
import { identityOf, shown } from "./identity.js";
import { originOf } from "../web-origin.js";
import { type Decrypt } from "./passphrase.js";
import {
  SERVICE_STATUSES,
  type ServiceStatus,
  type SubscriptionFlag,
  type SubscriptionNextUp,
  type SubscriptionStatus,
} from "./subscription-status.js";

/** What the platform said last. If the last refresh couldn't read it, only what is an alarm is still told. */
const serviceStatusOf = (value: unknown, readError: unknown): ServiceStatus => {
  const said = SERVICE_STATUSES.find((status) => status === value) ?? "UNKNOWN";
  return readError === undefined || said === "BLOCKED" || said === "SUSPENDED" ? said : "UNKNOWN";
};

const isCode = (value: unknown): value is string => typeof value === "string" && /^ERR_[A-Z_]{1,60}$/.test(value);

const nextUpOf = (
  { protect, taint, pendingReplacement }: PackageResource,
  isActive: boolean,
  status: ServiceStatus,
): SubscriptionNextUp => {
  if (taint === true) return protect === true ? "fail" : "replace";
  if (pendingReplacement === true) return "replace";
  return statusToSet(isActive, status) === undefined ? "keep" : "set-status";
};

/** The status of a subscription. Of secrets, decrypts only the input `active`, should it be one. */
export const assessSubscription = (resource: PackageResource, decrypt: Decrypt): SubscriptionStatus => {
  const { urn, id = "", protect, taint, inputs } = resource;
  const { organizationId, host, webhookUrl, status, readError } = resource.outputs ?? {};
  const active = isActiveWanted(openValue(inputs?.["active"], decrypt));
  const serviceStatus = serviceStatusOf(status, readError);
  const isSecretUrl = isSealed(webhookUrl) || isSealed(inputs?.["webhookUrl"]);

  const flags: [SubscriptionFlag, boolean][] = [
    ["protected", protect === true],
    ["tainted", taint === true],
  ];
  return {
    ...identityOf(urn),
    organizationId: shown(organizationId),
    host: shown(host),
    webhookId: shown(id),
    webhookOrigin: isSecretUrl ? "[secret]" : (originOf(webhookUrl) ?? "-"),
    status: serviceStatus,
    ...(isCode(readError) && { readError }),
    active,
    flags: flags.filter(([, isSet]) => isSet).map(([flag]) => flag),
    nextUp: nextUpOf(resource, active, serviceStatus),
  };
};
