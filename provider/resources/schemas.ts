import { z } from "zod";
import { readAdoptedDate } from "./key/adopted-date.js";
import { isPathPart } from "../api/path-part.js";
import { readCertificate } from "./encryption-key/certificate.js";
import { WEBHOOK_ENCRYPTION_KEY } from "./encryption-key/table.js";
import { isLoopbackHost } from "../loopback.js";
import { type ResourceTable } from "./table.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "./oauth-credential/table.js";
import { WEBHOOK_SIGNING_KEY } from "./signing-key/table.js";
import { WEBHOOK_SUBSCRIPTION } from "./subscription/table.js";
import { WEBHOOK_VERIFICATION_KEYS } from "./verification-keys/table.js";

// Valid values of inputs. Each message completes the sentence "must be …".

/** Identifiers of the service are visible ASCII without spaces, which is also safe in headers. */
const identifier = z
  .string("a string")
  .regex(/^[\x21-\x7e]{1,100}$/, "1 to 100 visible ASCII characters without spaces")
  .refine(isPathPart, "1 to 100 visible ASCII characters without spaces, and not only dots");
/** Line ends, surrounding spaces or surrounding quotes: probably copied by mistake from a file or a shell. */
const COPIED_BY_MISTAKE = /^\s|\s$|[\0-\x1f\x7f]|^(["'`]).*\1$/s;
const secretText = z
  .string("a string")
  .min(1, "a string that isn't empty")
  .refine(
    (text) => !COPIED_BY_MISTAKE.test(text),
    "a string without line ends, and without spaces or quotes around it",
  );
const DATE = "a date in RFC 3339 form, such as 2027-01-31T12:00:00Z, or a day, such as 2027-01-31";
const date = z.string(DATE).refine((text) => readAdoptedDate(text) !== undefined, DATE);
const WHOLE_DAYS = "a whole number of days, at least 1, such as 365";
const days = z.number("a number of days").min(0, "a number of days, 0 or more");
const connection = z
  .string("a string")
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, "a letter followed by letters, digits, hyphens or underscores");
// Receivers must be able to use what is accepted here, so keep these in line with verify/keys.ts.
const notifiedKeyId = z
  .string("a string")
  .regex(/^[!#-:<-~]+$/, "visible ASCII characters without spaces, line ends, quotes and semicolons");
const BASE64 = "base64 of 8 bytes or more, without spaces, line ends and quotes";
const isBytes = (text: string): boolean =>
  /^[\w+/-]{11,}={0,2}$/.test(text) && text.replaceAll("=", "").length % 4 !== 1;
const signingBytes = z.string("a string").refine(isBytes, BASE64);
/** Any text: a key whose date can't be read is accepted, and is kept without an expiration date. */
const anyDate = z.string("a string");
const ADOPTED = "an object of keyId, key and expirationDate";
const adoptedSigningKey = z.strictObject({ keyId: notifiedKeyId, key: signingBytes, expirationDate: date }, ADOPTED);
const adoptedCredential = z.strictObject({ keyId: secretText, key: secretText, expirationDate: date }, ADOPTED);
const current = z.strictObject(
  { keyId: notifiedKeyId, key: signingBytes, expirationDate: anyDate },
  "an object of a signing key's keyId, key and expirationDate",
);

const key = {
  organizationId: identifier,
  expiryDuration: z.int(WHOLE_DAYS).min(1, WHOLE_DAYS).max(36_500, "a whole number of days, at most 36500"),
  renewBeforeDays: days,
  keyProvider: identifier,
  tenant: identifier,
  connection,
};

type SchemaOf<Table extends ResourceTable> = Readonly<Record<keyof Table["inputs"], z.ZodType>>;

const signingKey: SchemaOf<typeof WEBHOOK_SIGNING_KEY> = { ...key, adopt: adoptedSigningKey };
const oauthCredential: SchemaOf<typeof WEBHOOK_OAUTH_CREDENTIAL> = {
  ...key,
  clientId: secretText,
  clientSecret: secretText,
  adopt: adoptedCredential,
};
const verificationKeys: SchemaOf<typeof WEBHOOK_VERIFICATION_KEYS> = { current, overlapDays: days };

const certificate = z.string("a string").superRefine((text, context) => {
  const read = readCertificate(text);
  if ("problem" in read) context.addIssue(read.problem);
});
const encryptionKey: SchemaOf<typeof WEBHOOK_ENCRYPTION_KEY> = {
  organizationId: key.organizationId,
  certificate,
  keyProvider: key.keyProvider,
  tenant: key.tenant,
  expiryDuration: key.expiryDuration,
  connection,
};

const URL_FORM = "an https URL without a user name or password";
/** Why a text isn't such a URL, without the text, which may be secret. Plain http is only for this machine, for tests. */
const wrongInUrl = (text: string): string | undefined => {
  if (text === "") return "it is empty";
  if (/\s/.test(text)) return "it contains a space or a line end";
  if (!/^https?:/i.test(text)) return "it doesn't begin with https://";
  // URL accepts other numbers of slashes, and the other slash.
  if (!/^https?:\/\/[^/\\]/i.test(text) || text.includes("\\")) return "https: must be followed by // and a host";
  if (!URL.canParse(text)) return "its host or its port isn't valid";
  const { protocol, host, username, password } = new URL(text);
  if (username !== "" || password !== "") return "it has one";
  return protocol === "https:" || isLoopbackHost(host) ? undefined : "it begins with http://";
};
const deliveryUrl = z.string("a string").superRefine((text, context) => {
  const wrong = wrongInUrl(text);
  if (wrong !== undefined) context.addIssue(`${URL_FORM}, but ${wrong}`);
});
const name = z.string("a string").regex(/\S/, "a string that isn't empty");
const minutes = z.int("a whole number of minutes, 0 or more").min(0, "a whole number of minutes, 0 or more");
const count = z.int("a whole number, 0 or more").min(0, "a whole number, 0 or more");
const product = z.strictObject(
  { productId: name, eventTypes: z.array(name, "a list of event types").min(1, "a list of at least one event type") },
  "an object of productId and eventTypes",
);
const retryPolicy = z.strictObject(
  {
    algorithm: name.optional(),
    firstRetry: minutes.optional(),
    interval: minutes.optional(),
    numberOfRetries: count.optional(),
    deactivateFlag: z.boolean("a boolean").optional(),
    repeatSequenceCount: count.optional(),
    repeatSequenceWaitTime: minutes.optional(),
  },
  "an object of algorithm, firstRetry, interval, numberOfRetries, deactivateFlag, repeatSequenceCount and repeatSequenceWaitTime",
);
const securityPolicy = z.strictObject(
  {
    securityType: name,
    config: z
      .strictObject(
        {
          oAuthURL: deliveryUrl.optional(),
          oAuthTokenType: name.optional(),
          oAuthTokenExpiry: z.union([z.string(), z.number()], "a string or a number").optional(),
          additionalConfig: z.record(z.string(), z.string("a string"), "an object of strings").optional(),
        },
        "an object of oAuthURL, oAuthTokenType, oAuthTokenExpiry and additionalConfig",
      )
      .optional(),
  },
  "an object of securityType and config",
);
const subscription: SchemaOf<typeof WEBHOOK_SUBSCRIPTION> = {
  organizationId: identifier,
  webhookUrl: deliveryUrl,
  healthCheckUrl: deliveryUrl,
  products: z.array(product, "a list of products").min(1, "a list of at least one product"),
  name,
  description: name,
  notificationScope: name,
  retryPolicy,
  securityPolicy,
  active: z.boolean("a boolean"),
  connection,
  adopt: identifier,
};

const SCHEMAS: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = {
  [WEBHOOK_SIGNING_KEY.name]: signingKey,
  [WEBHOOK_OAUTH_CREDENTIAL.name]: oauthCredential,
  [WEBHOOK_ENCRYPTION_KEY.name]: encryptionKey,
  [WEBHOOK_VERIFICATION_KEYS.name]: verificationKeys,
  [WEBHOOK_SUBSCRIPTION.name]: subscription,
};

/** The schema of an input. Undefined if the resource has no such input. */
export const schemaOf = (table: ResourceTable, input: string): z.ZodType | undefined => SCHEMAS[table.name]?.[input];

/** The names of the members that an input has at `path`, if it's an object there. */
export const membersAt = (table: ResourceTable, input: string, path: readonly PropertyKey[]): string[] => {
  let schema: unknown = schemaOf(table, input);
  for (const step of path) {
    schema =
      schema instanceof z.ZodArray
        ? schema.element
        : schema instanceof z.ZodObject
          ? schema.shape[String(step)]
          : undefined;
    if (schema instanceof z.ZodOptional) schema = schema.unwrap();
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
};
