import { type SignedRequest } from "../../../provider/auth/authenticator.js";
import { AuthenticationConfigError } from "../../../provider/auth/errors.js";
import { requestVectors } from "./vectors.js";

const { inputs, vectors } = requestVectors;

export const now = new Date(inputs.nowIso);

export const secretPair = {
  merchantId: inputs.merchantId,
  keyId: inputs.keyId,
  sharedSecret: inputs.sharedSecretBase64,
};

export const postRequest: SignedRequest = { method: "POST", host: inputs.host, path: "/keys", body: '{"a":"é"}' };

export const getRequest: SignedRequest = { method: "GET", host: "127.0.0.1:8480", path: "/keys?of=me&page=2" };

/** Known answers whose name begins with `prefix`: a request and the headers that the official client sends with it. */
export const knownAnswers = (firstWord: string): { name: string; request: SignedRequest; headers: Headers }[] =>
  vectors
    .filter(({ name }) => name.startsWith(firstWord))
    .map(({ name, method, requestTarget, body, headers }) => ({
      name,
      request: {
        method: method === "post" ? "POST" : "GET",
        host: inputs.host,
        path: requestTarget,
        ...(body === null ? {} : { body }),
      },
      headers: new Headers(headers),
    }));

/** The code of the AuthenticationConfigError that an action throws. Fails for any other outcome. */
export const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof AuthenticationConfigError) return error.code;
    throw error;
  }
  throw new Error("nothing was refused");
};
