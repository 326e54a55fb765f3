import { createPrivateKey, randomUUID, type KeyObject } from "node:crypto";
// The whole of jose takes three times as long to load.
import { SignJWT } from "jose/jwt/sign";
import { type Authenticator } from "./authenticator.js";
import { digestBody } from "./digest.js";
import { AuthenticationConfigError } from "./errors.js";
import { validateIdentifiers } from "./identifiers.js";
import { type P12Identity } from "./p12.js";
import { readSharedSecret } from "./shared-secret.js";

interface JwtOptions {
  readonly merchantId: string;
  /** Id of the portfolio that the key belongs to, if it is a meta key. */
  readonly portfolioId?: string | undefined;
  /** Creates the id of each token (`jti`). Default: random UUIDs. */
  readonly newJti?: (() => string) | undefined;
}

export interface SharedSecretCredentials extends JwtOptions {
  readonly keyId: string;
  /** Base64, as the Business Center shows it. */
  readonly sharedSecret: string;
}

export interface P12Credentials extends JwtOptions {
  readonly p12: P12Identity;
}

interface SigningKey {
  readonly alg: "HS256" | "RS256";
  readonly kid: string;
  readonly key: KeyObject;
}

/** The maximum that the vendor allows. */
const LIFETIME_SECONDS = 120;

/** The minimum for RS256: RFC 7518 section 3.3. */
const MIN_MODULUS_BITS = 2048;

/**
 * Header parameters and claims are in the order of the official client, so that tests can compare tokens byte for byte.
 */
const jwt = (options: JwtOptions, { alg, kid, key }: SigningKey): Authenticator => {
  const { merchantId, portfolioId, newJti = randomUUID } = options;
  return async (request, now) => {
    const digest = digestBody(request);
    const issuedAtSeconds = Math.floor(now.getTime() / 1000);
    const claims = {
      ...(digest === undefined ? {} : { digest, "digest-algorithm": "SHA-256" }),
      iat: issuedAtSeconds,
      exp: issuedAtSeconds + LIFETIME_SECONDS,
      "request-host": request.host,
      "request-resource-path": request.path,
      "request-method": request.method.toLowerCase(),
      iss: portfolioId ?? merchantId,
      jti: newJti(),
      "v-c-jwt-version": "2",
      "v-c-merchant-id": merchantId,
    };
    const token = await new SignJWT(claims).setProtectedHeader({ typ: "JWT", alg, kid }).sign(key);
    return { Authorization: `Bearer ${token}` };
  };
};

/**
 * Signs requests with a JWT (HS256), using the key and the secret of a REST shared-secret pair.
 * @throws AuthenticationConfigError ERR_AUTH_ID, ERR_AUTH_SHARED_SECRET
 */
export const jwtWithSharedSecret = (credentials: SharedSecretCredentials): Authenticator => {
  validateIdentifiers(credentials);
  const key = readSharedSecret(credentials.sharedSecret);
  return jwt(credentials, { alg: "HS256", kid: credentials.keyId, key });
};

/**
 * Signs requests with a JWT (RS256), using the private key of a P12.
 * @throws AuthenticationConfigError ERR_AUTH_ID, ERR_AUTH_P12_PRIVATE_KEY
 */
export const jwtWithP12 = (credentials: P12Credentials): Authenticator => {
  validateIdentifiers(credentials);
  const { privateKeyPem, certificateSerialNumber } = credentials.p12;
  return jwt(credentials, { alg: "RS256", kid: certificateSerialNumber, key: readRsaKey(privateKeyPem) });
};

const readRsaKey = (pem: string): KeyObject => {
  const key = parsePrivateKey(pem);
  if (key?.asymmetricKeyType !== "rsa" || (key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_MODULUS_BITS) {
    throw new AuthenticationConfigError(
      "ERR_AUTH_P12_PRIVATE_KEY",
      `The P12 must contain an RSA private key of at least ${MIN_MODULUS_BITS} bits, but it contains another kind of key. ` +
        "Create a new P12 in the Business Center.",
    );
  }
  return key;
};

/** The error of node:crypto is dropped: its message may quote the key. */
const parsePrivateKey = (pem: string): KeyObject | undefined => {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
};
