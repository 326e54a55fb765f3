import { z } from "zod";
import { type Answer, type NoAnswer } from "./exchange.js";
import { compare, type Expectation, type TokenEndpointCheck } from "./token-endpoint-report.js";
import { type CredentialStyle } from "./token-request.js";
import { readJson } from "../provider/json-text.js";

/** The only values of an answer that are quoted. Anything else could be a secret that the server sends back. */
const QUOTABLE = {
  error: [
    ...["invalid_request", "invalid_client", "invalid_grant"],
    ...["unauthorized_client", "unsupported_grant_type", "invalid_scope"],
  ],
  mediaType: ["application/x-www-form-urlencoded", "application/xml", "text/html", "text/plain", "text/xml"],
  tokenType: ["dpop", "mac", "n_a", "pop"],
} as const;

const STYLE_WORDS: Record<CredentialStyle, string> = { body: "in the body", basic: "as Basic authentication" };

const jsonObject = z.record(z.string(), z.unknown());
/** RFC 6749, A.12. */
const accessToken = z.string().regex(/^[\x20-\x7e]+$/);
const bearer = z.string().regex(/^bearer$/i);
const lifetime = z.number().positive();

const objectIn = (text: string): Record<string, unknown> | undefined => jsonObject.safeParse(readJson(text)).data;

const quote = (value: unknown, quotable: readonly string[]): string | undefined =>
  quotable.find((each) => typeof value === "string" && each === value.toLowerCase());

const valueWords = (value: unknown): string => {
  if (value === undefined) return "none";
  if (value === "") return "an empty string";
  return `another ${{ string: "string", number: "number" }[typeof value as string] ?? "value"}`;
};

const mediaTypeOf = ({ headers }: Answer): string | undefined =>
  headers["content-type"]?.split(";")[0]?.trim().toLowerCase();

const jsonFault = (answer: Answer, content: Record<string, unknown> | undefined): string | undefined => {
  const mediaType = mediaTypeOf(answer);
  if (mediaType === undefined) return "no content type";
  if (mediaType !== "application/json") return quote(mediaType, QUOTABLE.mediaType) ?? "another content type";
  return content === undefined ? "a body that isn't a JSON object" : undefined;
};

const hasNoStore = ({ headers }: Answer): boolean =>
  (headers["cache-control"] ?? "").split(",").some((directive) => directive.trim().toLowerCase() === "no-store");

/** Quotes only the status and a registered error code. */
const refusalWords = ({ status, body }: Answer): string => {
  if (status < 400) return `status ${status}`;
  const error = quote(objectIn(body)?.["error"], QUOTABLE.error);
  return `status ${status} ${error === undefined ? "without an RFC 6749 error code" : `with ${error}`}`;
};

const MISSING_WORDS: Record<NoAnswer["missing"], string> = {
  connection: "connection",
  tls: "TLS connection",
  answer: "complete answer",
};

const noAnswerWords = ({ missing, reason }: NoAnswer): string => `no ${MISSING_WORDS[missing]} (${reason})`;

/** Checks an answer that should contain a token. */
export const checkTokenAnswer = (style: CredentialStyle, answer: Answer | NoAnswer): TokenEndpointCheck[] => {
  const expect = (name: string, expected: string, reference = "RFC 6749, 5.1"): Expectation => ({
    name: `${style}-${name}`,
    expected,
    reference,
  });
  const status: Expectation = {
    ...expect("status", `status 200 with the credentials ${STYLE_WORDS[style]}`, "RFC 6749, 2.3.1 and 5.1"),
    why: "the platform may send them in the body or as Basic, so both must work",
  };
  if (!answer.isAnswer) return [compare(status, noAnswerWords(answer))];
  if (answer.status !== 200) return [compare(status, refusalWords(answer))];

  const content = objectIn(answer.body);
  const checks = [
    compare(status, undefined),
    compare(
      expect("cache-control", "Cache-Control: no-store"),
      hasNoStore(answer) ? undefined : "an answer without it",
    ),
    compare(expect("json", "a JSON object as application/json"), jsonFault(answer, content)),
  ];
  if (content === undefined) return checks;

  const { access_token: token, token_type: type, expires_in: expiresIn } = content;
  const typeWords = quote(type, QUOTABLE.tokenType) ?? valueWords(type);
  return [
    ...checks,
    compare(
      expect("access-token", "an access_token of printable ASCII characters", "RFC 6749, 5.1 and A.12"),
      accessToken.safeParse(token).success ? undefined : valueWords(token),
    ),
    compare(
      expect("token-type", "token_type Bearer (in any letter case)", "RFC 6749, 5.1 and 7.1"),
      bearer.safeParse(type).success ? undefined : typeWords,
    ),
    {
      ...compare(
        expect("expires-in", "a positive number of seconds as expires_in"),
        lifetime.safeParse(expiresIn).success ? undefined : valueWords(expiresIn),
      ),
      // RFC 6749 only recommends expires_in. Without it, the platform has to guess.
      required: expiresIn !== undefined,
    },
  ];
};

/** Checks an answer that should be an error with one of these statuses and this error code. */
export const checkRefusal = (
  expectation: Expectation,
  answer: Answer | NoAnswer,
  { statuses, error }: { statuses: readonly number[]; error: string },
): TokenEndpointCheck => {
  if (!answer.isAnswer) return compare(expectation, noAnswerWords(answer));
  const isRefused = statuses.includes(answer.status) && objectIn(answer.body)?.["error"] === error;
  return compare(expectation, isRefused ? undefined : refusalWords(answer));
};
