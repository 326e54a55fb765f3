import { createSecretKey, type KeyObject } from "node:crypto";
import { decodeBase64 } from "./base64.js";
import { AuthenticationConfigError } from "./errors.js";

/** Reads the secret of a REST shared-secret pair. @throws ERR_AUTH_SHARED_SECRET */
export const readSharedSecret = (sharedSecret: string): KeyObject => {
  const bytes = decodeBase64(sharedSecret);
  if (bytes === undefined) {
    throw new AuthenticationConfigError(
      "ERR_AUTH_SHARED_SECRET",
      `The shared secret must be base64, but ${sharedSecret === "" ? "it's empty" : "it isn't"}. ` +
        "Copy all of it again from the Business Center, without spaces or line ends.",
    );
  }
  return createSecretKey(bytes);
};
