import { type Authenticator } from "../auth/authenticator.js";
import { isLoopbackHost } from "../loopback.js";
import { type P12Reader } from "./p12-reader.js";
import { blankSettings, locate, locateAll, missingSettings } from "./setting-advice.js";
import { nearestName } from "../nearest-name.js";
import { chooseGroup, effectiveSettings, type Settings, variableOf } from "./settings.js";
import { withCredentialSource } from "./credential-source.js";

const KEY_PAIR = ["merchantKeyId", "merchantSecretKey"] as const;
const P12 = ["p12", "p12Password"] as const;
const SCHEMES = ["jwt", "http-signature", "none"] as const;

export interface Authentication {
  readonly problems: readonly string[];
  /**
   * Creates the authenticator. Call it only if there are no problems.
   *
   * @throws AuthenticationConfigError if a credential can't be used
   */
  readonly open: (readP12: P12Reader) => Promise<Authenticator>;
}

/** The requests that a connection is opened for. */
export interface Purpose {
  readonly url: URL | undefined;
  readonly organizationId: string;
}

const refused = (...problems: string[]): Authentication => ({
  problems,
  open: () => Promise.reject(new Error("an authentication with problems cannot be opened")),
});

/** A host that the user may have meant for unsigned requests. */
const unusedHost = ({ connection, isExplicitProvider = false, stackConfig, environment }: Settings): string => {
  if (stackConfig.environment === undefined || environment.host === undefined) return "";
  const place = isExplicitProvider ? "the provider's inputs" : "the stack's configuration";
  return ` (${variableOf(connection, "host")} is set, but environment in ${place} takes precedence: remove one)`;
};

const none = (settings: Settings, { url }: Purpose): Authentication => {
  if (url !== undefined && !isLoopbackHost(url.host)) {
    return refused(
      `${locate(settings, "authentication")} is none, which is for loopback addresses only, but the host is another one: choose jwt or http-signature${unusedHost(settings)}`,
    );
  }
  return { problems: [], open: async () => (await import("../auth/none.js")).noAuthentication() };
};

const fromSettings = (
  scheme: "jwt" | "http-signature",
  settings: Settings,
  { organizationId }: Purpose,
): Authentication => {
  const group = chooseGroup(settings, KEY_PAIR, P12);
  if (group === "both") {
    return refused(
      `a shared-secret pair and a P12 are both set: keep one of them. ` +
        `These are set: ${locateAll(settings, [...KEY_PAIR, ...P12]).join(", ")}`,
    );
  }
  if (group === P12 && scheme === "http-signature") {
    return refused(
      `${locate(settings, "authentication")} is http-signature, which takes merchantKeyId and merchantSecretKey, but ` +
        `these are set: ${locateAll(settings, P12).join(", ")}`,
    );
  }

  const values = effectiveSettings(settings);
  const { portfolioId } = values;
  // With a portfolio, the merchant is the organization of the resource, unless merchantId is set (docs/key-service.md).
  const merchantId = values.merchantId ?? (portfolioId === undefined ? undefined : organizationId);
  // An empty P12 was to be one.
  const isBlankP12 = group === "none" && blankSettings(settings, P12).length > 0;
  const isP12 = group === P12 || (isBlankP12 && scheme === "jwt" && blankSettings(settings, KEY_PAIR).length === 0);
  const names = isP12 ? P12 : KEY_PAIR;
  const problems = missingSettings(settings, { ...values, ...(merchantId !== undefined && { merchantId }) }, [
    "merchantId",
    ...names,
  ]);
  const [first, second] = names.map((name) => values[name]);
  if (merchantId === undefined || first === undefined || second === undefined) return refused(...problems);

  const identity = { merchantId, ...(portfolioId !== undefined && { portfolioId }) };
  if (group === P12) {
    return {
      problems,
      open: async (readP12) => {
        const { jwtWithP12 } = await import("../auth/jwt.js");
        const p12 = readP12(settings.connection, first, second, portfolioId ?? merchantId);
        return jwtWithP12({ ...identity, p12: await p12 });
      },
    };
  }
  // Base64 contains no white space, so white space around it was copied by mistake.
  const pair = { ...identity, keyId: first, sharedSecret: second.trim() };
  return {
    problems,
    open: async () =>
      scheme === "jwt"
        ? (await import("../auth/jwt.js")).jwtWithSharedSecret(pair)
        : (await import("../auth/http-signature.js")).httpSignature(pair),
  };
};

/**
 * Determines how the connection's requests are signed. An error about a credential names the connection, the setting and the
 * source of its value.
 */
export const resolveAuthentication = (settings: Settings, purpose: Purpose): Authentication => {
  const scheme = effectiveSettings(settings).authentication ?? "jwt";
  if (scheme === "none") return none(settings, purpose);
  if (scheme === "jwt" || scheme === "http-signature") {
    const { problems, open } = fromSettings(scheme, settings, purpose);
    return { problems, open: (readP12) => withCredentialSource(settings, () => open(readP12)) };
  }
  return refused(...schemeProblems(settings));
};

/** The problem of an authentication scheme that doesn't exist. Needs no credentials to find it. */
export const schemeProblems = (settings: Settings): string[] => {
  const { authentication = "jwt" } = effectiveSettings(settings);
  if (SCHEMES.some((scheme) => scheme === authentication)) return [];
  const nearest = nearestName(authentication, SCHEMES);
  const advice = nearest === undefined ? "" : `: did you mean ${nearest}?`;
  return [`${locate(settings, "authentication")} must be one of ${SCHEMES.join(", ")}${advice}`];
};
