import { isLoopbackHost } from "../loopback.js";
import { readSettings } from "./configured-settings.js";
import { blankSettings, locate, locateAll, strayRemark, waysToSet } from "./setting-advice.js";
import { nearestName } from "../nearest-name.js";
import { chooseGroup, effectiveSettings, type Settings, type SettingSources } from "./settings.js";

/** Hosts of the service, by the value of `environment`. @see docs/key-service.md */
const HOSTS: ReadonlyMap<string, string> = new Map([
  ["cybersource-test", "apitest.cybersource.com"],
  ["cybersource-production", "api.cybersource.com"],
  ["cybersource-india", "api.in.cybersource.com"],
  ["visaacceptance-test", "apitest.visaacceptance.com"],
  ["visaacceptance-production", "api.visaacceptance.com"],
]);

const ENVIRONMENT_NAMES = [...HOSTS.keys()].join(", ");

export interface Endpoint {
  /** Origin of the service. Undefined if there is a problem. */
  readonly url: URL | undefined;
  readonly problems: readonly string[];
}

const problem = (text: string): Endpoint => ({ url: undefined, problems: [text] });

const parseOrigin = (text: string): URL | undefined => {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null || !["https:", "http:"].includes(url.protocol)) return undefined;
  const { pathname, search, hash, username, password } = url;
  return pathname === "/" && search + hash + username + password === "" ? url : undefined;
};

const environmentProblem = (settings: Settings, environment: string): Endpoint => {
  const nearest = nearestName(environment, [...HOSTS.keys()]);
  const advice = nearest === undefined ? "" : `: did you mean ${nearest}?`;
  return problem(`${locate(settings, "environment")} must be one of ${ENVIRONMENT_NAMES}${advice}`);
};

/** Determines the origin to which the connection's requests are sent. */
export const resolveEndpoint = (settings: Settings): Endpoint => {
  const group = chooseGroup(settings, ["environment"] as const, ["host"] as const);
  if (group === "both")
    return problem(`${locateAll(settings, ["environment", "host"]).join(" and ")} are both set: keep one of them`);
  if (group === "none") {
    const remark = strayRemark(settings, "environment") || strayRemark(settings, "host");
    const [blankHost] = blankSettings(settings, ["host"]);
    const [what = "environment is missing"] = blankSettings(settings, ["environment"]);
    return problem(
      `${blankHost === undefined ? "" : `${blankHost}, and `}${what} (one of ${ENVIRONMENT_NAMES})${remark}: ${waysToSet(settings, "environment")}; ` +
        `or set host instead: ${waysToSet(settings, "host")}`,
    );
  }

  const { environment = "", host: configuredHost = "" } = effectiveSettings(settings);
  if (group[0] === "environment") {
    const host = HOSTS.get(environment);
    return host === undefined
      ? environmentProblem(settings, environment)
      : { url: new URL(`https://${host}`), problems: [] };
  }
  const url = parseOrigin(configuredHost);
  if (url === undefined) {
    return problem(
      `${locate(settings, "host")} must be a host name or an https origin, without path, query or credentials`,
    );
  }
  if (url.protocol === "http:" && !isLoopbackHost(url.host)) {
    return problem(`${locate(settings, "host")} must be an https origin: http is for loopback addresses only`);
  }
  return { url, problems: [] };
};

/** The host that the settings of a connection name; undefined if they name none. */
export const namedHost = (sources: SettingSources, connection: string): string | undefined =>
  resolveEndpoint(readSettings(sources, connection)).url?.host;
