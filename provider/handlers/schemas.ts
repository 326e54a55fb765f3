import { z } from "zod";
import { decodeBase64 } from "../auth/base64.js";
import { readAdoptedDate } from "./adopted-date.js";
import {
  type ResourceTable,
  WEBHOOK_OAUTH_CREDENTIAL,
  WEBHOOK_SIGNING_KEY,
  WEBHOOK_VERIFICATION_KEYS,
} from "../properties.js";

// The values that an input accepts. Messages complete "must be …".

/** Visible ASCII without spaces: what the identifiers of the service are made of, and what is safe in a header. */
const identifier = z
  .string("a string")
  .regex(/^[\x21-\x7e]{1,100}$/, "1 to 100 visible ASCII characters without spaces");
/** What copying from a file or a shell adds, and no service takes: line ends, spaces or quotes around the value. */
const STRAY = /^\s|\s$|[\0-\x1f\x7f]|^(["'`]).*\1$/s;
const secretText = z
  .string("a string")
  .min(1, "a string that isn't empty")
  .refine((text) => !STRAY.test(text), "a string without line ends, and without spaces or quotes around it");
const BASE64 = "the key in base64, as the service answered it";
const signingKeyText = secretText.refine((text) => decodeBase64(text) !== undefined, BASE64);
const DATE = "a date in RFC 3339 form, such as 2027-01-31T12:00:00Z, or a day, such as 2027-01-31";
const date = z.string(DATE).refine((text) => readAdoptedDate(text) !== undefined, DATE);
const WHOLE_DAYS = "a whole number of days, at least 1, such as 365";
const days = z.number("a number of days").min(0, "a number of days, 0 or more");
const connection = z
  .string("a string")
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, "a letter followed by letters, digits, hyphens or underscores");
const adoptOf = (keyText: z.ZodType) =>
  z.strictObject(
    { keyId: secretText, key: keyText, expirationDate: date },
    "an object of keyId, key and expirationDate",
  );
const current = z.strictObject(
  { keyId: secretText, key: secretText, expirationDate: secretText },
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

const signingKey: SchemaOf<typeof WEBHOOK_SIGNING_KEY> = { ...key, adopt: adoptOf(signingKeyText) };
const oauthCredential: SchemaOf<typeof WEBHOOK_OAUTH_CREDENTIAL> = {
  ...key,
  clientId: secretText,
  clientSecret: secretText,
  adopt: adoptOf(secretText),
};
const verificationKeys: SchemaOf<typeof WEBHOOK_VERIFICATION_KEYS> = { current, overlapDays: days };

const SCHEMAS: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = {
  [WEBHOOK_SIGNING_KEY.name]: signingKey,
  [WEBHOOK_OAUTH_CREDENTIAL.name]: oauthCredential,
  [WEBHOOK_VERIFICATION_KEYS.name]: verificationKeys,
};

/** What an input of a resource accepts; undefined for one that the resource does not have. */
export const schemaOf = (table: ResourceTable, input: string): z.ZodType | undefined => SCHEMAS[table.name]?.[input];
