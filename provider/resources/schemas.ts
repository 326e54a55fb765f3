import { z } from "zod";
import { readAdoptedDate } from "./key/adopted-date.js";
import { type ResourceTable } from "./table.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "./oauth-credential/table.js";
import { WEBHOOK_SIGNING_KEY } from "./signing-key/table.js";
import { WEBHOOK_VERIFICATION_KEYS } from "./verification-keys/table.js";

// Valid values of inputs. Each message completes the sentence "must be …".

/** Identifiers of the service are visible ASCII without spaces, which is also safe in headers. */
const identifier = z
  .string("a string")
  .regex(/^[\x21-\x7e]{1,100}$/, "1 to 100 visible ASCII characters without spaces");
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
  "a WebhookSigningKey, or an object of keyId, key and expirationDate",
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

const SCHEMAS: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = {
  [WEBHOOK_SIGNING_KEY.name]: signingKey,
  [WEBHOOK_OAUTH_CREDENTIAL.name]: oauthCredential,
  [WEBHOOK_VERIFICATION_KEYS.name]: verificationKeys,
};

/** The schema of an input. Undefined if the resource has no such input. */
export const schemaOf = (table: ResourceTable, input: string): z.ZodType | undefined => SCHEMAS[table.name]?.[input];
