import { AuthenticationConfigError } from "./errors.js";

interface Identifiers {
  readonly merchantId: string;
  readonly keyId?: string;
  readonly portfolioId?: string | undefined;
}

/** Visible ASCII without quotes and backslashes, which could end the quoted string that an id is part of in a header. */
const SENDABLE = /^[!#-[\]-~]+$/;

/** Refuses ids that are empty, or that contain a character that isn't allowed in a header. @throws ERR_AUTH_ID */
export const validateIdentifiers = ({ merchantId, keyId, portfolioId }: Identifiers): void => {
  for (const [name, id] of Object.entries({ merchantId, keyId, portfolioId })) {
    if (id === undefined || SENDABLE.test(id)) continue;
    const found = id === "" ? "it's empty" : "it contains another character";
    throw new AuthenticationConfigError(
      "ERR_AUTH_ID",
      `${name} must be visible ASCII characters without spaces, quotes and backslashes, but ${found}. ` +
        "Set it exactly as the Business Center shows it.",
    );
  }
};
