import { z } from "zod";
import { type Answer, type NoAnswer } from "./exchange.js";
import { type Asked, judge, type TokenEndpointCheck } from "./token-endpoint-report.js";
import { type CredentialStyle } from "./token-request.js";
import { readJson } from "../provider/json-text.js";

/** What may be quoted of an answer. Anything else could hold a secret that the server sends back. */
const QUOTABLE = {
  error: [
    ...["invalid_request", "invalid_client", "invalid_grant"],
    ...["unauthorized_client", "unsupported_grant_type", "invalid_scope"],
  ],
  mediaType: ["application/x-www-form-urlencoded", "application/xml", "text/html", "text/plain", "text/xml"],
  tokenType: ["dpop", "mac", "n_a", "pop"],
} as const;

const STYLE_WORDS: Record<CredentialStyle, string> = { body: "in the body", basic: "as Basic" };

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
  if (value === "") return "an empty text";
  return `another ${{ string: "text", number: "number" }[typeof value as string] ?? "value"}`;
};

const mediaTypeOf = ({ headers }: Answer): string | undefined =>
  headers["content-type"]?.split(";")[0]?.trim().toLowerCase();

const jsonFault = (answer: Answer, content: Record<string, unknown> | undefined): string | undefined => {
  const mediaType = mediaTypeOf(answer);
  if (mediaType === undefined) return "an answer without a content type";
  if (mediaType !== "application/json") return quote(mediaType, QUOTABLE.mediaType) ?? "another content type";
  return content === undefined ? "something else under that name" : undefined;
};

const hasNoStore = ({ headers }: Answer): boolean =>
  (headers["cache-control"] ?? "").split(",").some((directive) => directive.trim().toLowerCase() === "no-store");

/** Status and error code; of anything else nothing is quoted. */
const refusalWords = ({ status, body }: Answer): string => {
  if (status < 400) return `status ${status}`;
  const error = quote(objectIn(body)?.["error"], QUOTABLE.error);
  return `status ${status} ${error === undefined ? "without an error code of RFC 6749" : `with ${error}`}`;
};

const noAnswerWords = ({ missing, reason }: NoAnswer): string =>
  `no ${missing === "tls" ? "TLS connection" : missing} (${reason})`;

/** The checks of an answer that should carry a token. */
export const checkTokenAnswer = (style: CredentialStyle, answer: Answer | NoAnswer): TokenEndpointCheck[] => {
  const ask = (name: string, asked: string, reference = "RFC 6749, 5.1"): Asked => ({
    name: `${style}-${name}`,
    asked,
    reference,
  });
  const status = ask(
    "status",
    `status 200 with the credentials ${STYLE_WORDS[style]} (sources differ on the style: both must work)`,
    "RFC 6749, 2.3.1 and 5.1",
  );
  if (!answer.isAnswer) return [judge(status, noAnswerWords(answer))];
  if (answer.status !== 200) return [judge(status, refusalWords(answer))];

  const content = objectIn(answer.body);
  const checks = [
    judge(status, undefined),
    judge(ask("cache-control", "Cache-Control: no-store"), hasNoStore(answer) ? undefined : "an answer without it"),
    judge(ask("json", "a JSON object as application/json"), jsonFault(answer, content)),
  ];
  if (content === undefined) return checks;

  const { access_token: token, token_type: type, expires_in: expiresIn } = content;
  const typeWords = quote(type, QUOTABLE.tokenType) ?? valueWords(type);
  return [
    ...checks,
    judge(
      ask("access-token", "an access_token of printable ASCII characters", "RFC 6749, 5.1 and A.12"),
      accessToken.safeParse(token).success ? undefined : valueWords(token),
    ),
    judge(
      ask("token-type", "token_type Bearer, in any letter case", "RFC 6749, 5.1 and 7.1"),
      bearer.safeParse(type).success ? undefined : typeWords,
    ),
    {
      ...judge(
        ask("expires-in", "expires_in, a positive number of seconds"),
        lifetime.safeParse(expiresIn).success ? undefined : valueWords(expiresIn),
      ),
      // RFC 6749 recommends it; without it the platform has to guess.
      required: expiresIn !== undefined,
    },
  ];
};

/** The check of an answer that should be a refusal with this error code. */
export const checkRefusal = (
  asked: Asked,
  answer: Answer | NoAnswer,
  expected: { statuses: readonly number[]; error: string },
): TokenEndpointCheck => {
  if (!answer.isAnswer) return judge(asked, noAnswerWords(answer));
  const isRefused = expected.statuses.includes(answer.status) && objectIn(answer.body)?.["error"] === expected.error;
  return judge(asked, isRefused ? undefined : refusalWords(answer));
};
