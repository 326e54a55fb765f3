import { isLoopbackHost } from "../loopback.js";
import { type SettingSources } from "./settings.js";

/** The proxy through which a host is reached. */
export interface ProxyChoice {
  /** Undefined for a direct connection, or if there is a problem. */
  readonly proxy: URL | undefined;
  readonly problems: readonly string[];
}

type Environment = SettingSources["environment"];

const DIRECT: ProxyChoice = { proxy: undefined, problems: [] };

/** Reads a variable in upper or lower case. Upper case has priority, as in the Pulumi CLI. Ignores empty values. */
const variable = (environment: Environment, name: string): string | undefined =>
  [name, name.toLowerCase()].map((spelling) => environment[spelling]?.trim()).find((value) => value);

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

const parseProxy = (text: string): URL | undefined => {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return undefined;
  const { pathname, search, hash, username, password } = url;
  return pathname === "/" && search + hash === "" && isDecodable(username + password) ? url : undefined;
};

/** A trailing dot stands for the root of DNS and makes no difference here. */
const withoutRootDot = (name: string): string => (name.endsWith(".") ? name.slice(0, -1) : name);

/** Whether an entry of NO_PROXY matches the host. `example.com` includes subdomains; `.example.com` is only subdomains. */
const isExempt = (entry: string, { hostname, port }: URL): boolean => {
  if (entry === "*") return true;
  const [, written = "", entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry.replace(/^\*\./, ".")) ?? [];
  if (entryPort !== undefined && entryPort !== (port || "443")) return false;
  const [name, host] = [withoutRootDot(written), withoutRootDot(hostname)];
  return name !== "" && (host.endsWith(name.startsWith(".") ? name : `.${name}`) || host === name);
};

/**
 * Chooses the proxy for a host from HTTPS_PROXY and NO_PROXY. Loopback hosts never use a proxy. HTTP_PROXY isn't used,
 * because only loopback hosts can have an http origin.
 */
export const resolveProxy = (environment: Environment, url: URL): ProxyChoice => {
  const text = variable(environment, "HTTPS_PROXY");
  if (text === undefined || isLoopbackHost(url.host)) return DIRECT;
  const exempt = (variable(environment, "NO_PROXY") ?? "").toLowerCase().split(/[\s,]+/);
  if (exempt.some((entry) => entry !== "" && isExempt(entry, url))) return DIRECT;
  const proxy = parseProxy(text);
  if (proxy !== undefined) return { proxy, problems: [] };
  return { proxy: undefined, problems: ["HTTPS_PROXY must be the http or https URL of a proxy, without a path"] };
};
