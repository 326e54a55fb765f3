import { AuthenticationConfigError } from "./errors.js";

interface Identifiers {
  readonly merchantId: string;
  readonly keyId?: string;
  readonly portfolioId?: string | undefined;
}

/** Visible ASCII but for the quote and the backslash, with which an id could end its quoted place in a header. */
const SENDABLE = /^[!#-[\]-~]+$/;

/** Refuses ids that are empty or could not stand unchanged in a header. @throws ERR_AUTH_ID */
export const validateIdentifiers = ({ merchantId, keyId, portfolioId }: Identifiers): void => {
  for (const [name, id] of Object.entries({ merchantId, keyId, portfolioId })) {
    if (id === undefined || SENDABLE.test(id)) continue;
    const found = id === "" ? "it is empty" : "it has another character";
    throw new AuthenticationConfigError(
      "ERR_AUTH_ID",
      `${name} must be visible ASCII characters without spaces, quotes and backslashes; ${found}. ` +
        "Set it exactly as the Business Center shows it.",
    );
  }
};
