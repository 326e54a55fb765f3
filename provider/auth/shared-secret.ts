import { createSecretKey, type KeyObject } from "node:crypto";
import { decodeBase64 } from "./base64.js";
import { AuthenticationConfigError } from "./errors.js";

/** Reads the secret of a REST shared-secret pair. @throws ERR_AUTH_SHARED_SECRET */
export const readSharedSecret = (sharedSecret: string): KeyObject => {
  const bytes = decodeBase64(sharedSecret);
  if (bytes === undefined) {
    throw new AuthenticationConfigError(
      "ERR_AUTH_SHARED_SECRET",
      `The shared secret must be base64; ${sharedSecret === "" ? "it is empty" : "it does not decode and encode back to itself"}. ` +
        "Copy it again from the Business Center, whole, with no spaces or line ends.",
    );
  }
  return createSecretKey(bytes);
};
