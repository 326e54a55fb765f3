import { type Authenticator } from "../auth/authenticator.js";
import { isLoopbackHost } from "../auth/loopback.js";
import { type P12Reader } from "./p12-reader.js";
import { chooseGroup, givenSettings, missingSettings, type Settings } from "./settings.js";

const KEY_PAIR = ["merchantKeyId", "merchantSecretKey"] as const;
const P12 = ["p12", "p12Password"] as const;

export interface Authentication {
  readonly problems: readonly string[];
  /**
   * Makes the authenticator; to be called only when there are no problems.
   *
   * @throws AuthenticationConfigError when a credential cannot be used
   */
  readonly open: (readP12: P12Reader) => Promise<Authenticator>;
}

/** What a request of this connection is for. */
export interface Purpose {
  readonly connection: string;
  readonly url: URL | undefined;
  readonly organizationId: string;
}

const refused = (...problems: string[]): Authentication => ({
  problems,
  open: () => Promise.reject(new Error("an authentication with problems cannot be opened")),
});

const none = ({ url }: Purpose): Authentication => {
  if (url !== undefined && !isLoopbackHost(url.host)) {
    return refused("authentication is none, which is for loopback addresses only: choose jwt or http-signature");
  }
  return { problems: [], open: async () => (await import("../auth/none.js")).noAuthentication() };
};

const fromSettings = (scheme: "jwt" | "http-signature", settings: Settings, purpose: Purpose): Authentication => {
  const { connection, organizationId } = purpose;
  const group = chooseGroup(settings, KEY_PAIR, P12);
  if (group === "both") {
    return refused("merchantKeyId with merchantSecretKey, and p12 with p12Password, are both set: keep one pair");
  }
  if (group === P12 && scheme === "http-signature") {
    return refused("authentication is http-signature, which takes merchantKeyId and merchantSecretKey, but p12 is set");
  }

  const given = givenSettings(settings);
  const { portfolioId } = given;
  // A portfolio's credential acts for the organization of each resource (spec.md 2.2, meta key).
  const merchantId = given.merchantId ?? (portfolioId === undefined ? undefined : organizationId);
  const names = group === P12 ? P12 : KEY_PAIR;
  const problems = missingSettings(connection, { ...given, ...(merchantId !== undefined && { merchantId }) }, [
    "merchantId",
    ...names,
  ]);
  const [first, second] = names.map((name) => given[name]);
  if (merchantId === undefined || first === undefined || second === undefined) return refused(...problems);

  const identity = { merchantId, ...(portfolioId !== undefined && { portfolioId }) };
  if (group === P12) {
    return {
      problems,
      open: async (readP12) => {
        const { jwtWithP12 } = await import("../auth/jwt.js");
        return jwtWithP12({ ...identity, p12: await readP12(connection, first, second, portfolioId ?? merchantId) });
      },
    };
  }
  const pair = { ...identity, keyId: first, sharedSecret: second };
  return {
    problems,
    open: async () =>
      scheme === "jwt"
        ? (await import("../auth/jwt.js")).jwtWithSharedSecret(pair)
        : (await import("../auth/http-signature.js")).httpSignature(pair),
  };
};

/** How the connection's requests are signed. */
export const resolveAuthentication = (settings: Settings, purpose: Purpose): Authentication => {
  const scheme = givenSettings(settings).authentication ?? "jwt";
  if (scheme === "none") return none(purpose);
  if (scheme === "jwt" || scheme === "http-signature") return fromSettings(scheme, settings, purpose);
  return refused("authentication must be one of jwt, http-signature, none");
};
