import { type Authenticator } from "./authenticator.js";
import { AuthenticationConfigError } from "./errors.js";
import { isLoopbackHost } from "../loopback.js";

/**
 * Sends requests unsigned, to the local platform on a loopback host.
 *
 * @throws AuthenticationConfigError ERR_AUTH_NONE_HOST for any other host
 */
export const noAuthentication = (): Authenticator => async (request) => {
  if (!isLoopbackHost(request.host)) {
    throw new AuthenticationConfigError(
      "ERR_AUTH_NONE_HOST",
      "The authentication `none` is for loopback hosts only, but the request goes to another host. Use `jwt`.",
    );
  }
  return {};
};
