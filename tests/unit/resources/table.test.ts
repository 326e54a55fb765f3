import { describe, expect, test } from "@jest/globals";
import { check } from "../../../provider/resources/check.js";
import {
  declaredOutputs,
  type InputProperty,
  type OutputProperty,
  type ResourceTable,
  secretOutputsOf,
} from "../../../provider/resources/table.js";
import { WEBHOOK_ENCRYPTION_KEY } from "../../../provider/resources/encryption-key/table.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "../../../provider/resources/oauth-credential/table.js";
import { WEBHOOK_SIGNING_KEY } from "../../../provider/resources/signing-key/table.js";
import { WEBHOOK_SUBSCRIPTION } from "../../../provider/resources/subscription/table.js";
import { RESOURCE_TABLES } from "../../../provider/resources/all-tables.js";
import { WEBHOOK_VERIFICATION_KEYS } from "../../../provider/resources/verification-keys/table.js";
import { certificates } from "../../support/encryption-vectors.js";
import { readDocument } from "../../support/documents.js";

const TABLES = Object.values<ResourceTable>(RESOURCE_TABLES);

/** The rows of a resource's two tables in docs/resources.md. */
const documented = (resource: string): string[][] => {
  const [, section = ""] = readDocument("docs/resources.md").split(`\n## ${resource}\n`);
  const [own = ""] = section.split("\n## ");
  return [...own.matchAll(/^\| (`.*) \|$/gm)].map(([, row = ""]) =>
    row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|")),
  );
};

const yesNo = (isTrue: boolean): string => (isTrue ? "yes" : "no");
const inputRow = ([name, input]: [string, InputProperty]): string[] => [
  `\`${name}\``,
  `\`${input.type}\``,
  input.isRequired ? "required" : (input.default ?? "none"),
  yesNo(input.isSecret),
  input.onChange,
  input.meaning,
];
const outputRow = ([name, { type, isSecret, meaning }]: [string, OutputProperty]): string[] => [
  `\`${name}\``,
  `\`${type}\``,
  yesNo(isSecret),
  meaning,
];

describe.each(TABLES)("$name", ({ name, inputs, outputs }) => {
  test("is documented in docs/resources.md", () => {
    const rows = [...Object.entries(inputs).map(inputRow), ...Object.entries(outputs).map(outputRow)];
    expect(documented(name)).toEqual(rows);
  });
});

test.each([
  [WEBHOOK_SIGNING_KEY, ["keyId", "key", "expirationDate", "submitTimeUtc"]],
  [WEBHOOK_OAUTH_CREDENTIAL, ["keyId", "key", "expirationDate", "submitTimeUtc", "clientSecret"]],
  [WEBHOOK_ENCRYPTION_KEY, ["keyId", "expirationDate", "submitTimeUtc"]],
  [WEBHOOK_VERIFICATION_KEYS, ["keys", "previous"]],
  [WEBHOOK_SUBSCRIPTION, ["securityPolicy", "applied"]],
] as const)("$name has exactly its secrets as secret outputs", (table, secrets) => {
  expect(secretOutputsOf(table)).toEqual(secrets);
});

test("every output is declared, as undefined", () => {
  expect(declaredOutputs(WEBHOOK_VERIFICATION_KEYS)).toStrictEqual({ keys: undefined, previous: undefined });
});

const ADOPT = { keyId: "id", key: Buffer.alloc(32, 7).toString("base64"), expirationDate: "2027-01-31T12:00:00Z" };
const CURRENT = { ...ADOPT };
const GOOD: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  WebhookSigningKey: { organizationId: "org" },
  WebhookOAuthCredential: { organizationId: "org", clientId: "client", clientSecret: "secret" },
  WebhookEncryptionKey: { organizationId: "org", certificate: certificates.a },
  WebhookVerificationKeys: { current: CURRENT },
  WebhookSubscription: {
    organizationId: "org",
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  },
};
const reasonsOf = (table: ResourceTable, news: Readonly<Record<string, unknown>>): string[] =>
  check(table, { ...GOOD[table.name], ...news }).map(({ property, reason }) => property + reason);

describe("accepts", () => {
  test.each(TABLES)("$name with its required inputs only, and rejects it if one of them is missing", (table) => {
    expect(reasonsOf(table, {})).toEqual([]);
    const required = Object.entries(table.inputs).filter(([, { isRequired }]) => isRequired);
    for (const [name] of required) {
      expect(reasonsOf(table, { [name]: undefined })).toEqual([expect.stringContaining(`ERR_INPUT_MISSING: ${name} `)]);
    }
  });

  test.each<[ResourceTable, Record<string, unknown>]>([
    [WEBHOOK_SIGNING_KEY, { organizationId: "!" }],
    [WEBHOOK_SIGNING_KEY, { organizationId: "~".repeat(100) }],
    [WEBHOOK_SIGNING_KEY, { expiryDuration: 1 }],
    [WEBHOOK_SIGNING_KEY, { expiryDuration: 36_500 }],
    [WEBHOOK_SIGNING_KEY, { renewBeforeDays: 0 }],
    [WEBHOOK_SIGNING_KEY, { connection: "a" }],
    [WEBHOOK_SIGNING_KEY, { connection: `Z${"a".repeat(59)}0_-` }],
    [WEBHOOK_SIGNING_KEY, { adopt: ADOPT }],
    [WEBHOOK_OAUTH_CREDENTIAL, { clientId: "a b", clientSecret: "ü" }],
    [WEBHOOK_ENCRYPTION_KEY, { certificate: certificates.ended, expiryDuration: 1, connection: "a" }],
    [WEBHOOK_VERIFICATION_KEYS, { overlapDays: 0 }],
    [WEBHOOK_VERIFICATION_KEYS, { current: { ...CURRENT, expirationDate: "whenever" } }],
    [WEBHOOK_VERIFICATION_KEYS, { current: { ...CURRENT, expirationDate: "" } }],
    [WEBHOOK_VERIFICATION_KEYS, { current: { ...CURRENT, keyId: "!" } }],
    [WEBHOOK_VERIFICATION_KEYS, { current: { ...CURRENT, keyId: "~:" } }],
  ])("$name: %j", (table, news) => {
    expect(reasonsOf(table, news)).toEqual([]);
  });
});

const ORGANIZATION = "Organization, or merchant, that the key belongs to.";
const IDENTIFIER = `ERR_INPUT_INVALID: organizationId must be 1 to 100 visible ASCII characters without spaces`;
const DURATION = "Validity to request, in whole days, at least 1. The service may grant less.";
const WHOLE_DAYS = "ERR_INPUT_INVALID: expiryDuration must be a whole number of days, at least 1, such as 365";
const RENEW =
  "Length of the renewal window, in days: 0 ≤ n < expiryDuration. The next `pulumi up` in this last part of its validity replaces the key. With 0, the key is replaced only after it has expired.";
const CONNECTION =
  "Name of a connection. If the stack's configuration names another host for the connection than before, the resource is replaced.";
const CONNECTION_FORM =
  "ERR_INPUT_INVALID: connection must be a letter followed by letters, digits, hyphens or underscores.";
const ADOPTED =
  "An existing key to bring under Pulumi without a request. You can leave it in the program: once the key is due, the next `pulumi up` replaces it with a new one.";
const OVERLAP = "Days, 0 or more, for which an earlier key is kept after its replacement.";
const SIGNS = "The key that signs now. When another key takes its place, it's kept as an earlier key.";
const DATE_FORM = "must be a date in RFC 3339 form, such as 2027-01-31T12:00:00Z, or a day, such as 2027-01-31.";

describe("the error for an invalid input", () => {
  test.each<[Record<string, unknown>, string]>([
    [{ organizationId: undefined }, `ERR_INPUT_MISSING: organizationId is required. ${ORGANIZATION}`],
    [{ organizationId: null }, `ERR_INPUT_MISSING: organizationId is required. ${ORGANIZATION}`],
    [{ organizationId: "" }, `${IDENTIFIER}. ${ORGANIZATION}`],
    [{ organizationId: " org" }, `${IDENTIFIER}. ${ORGANIZATION}`],
    [{ organizationId: "org " }, `${IDENTIFIER}. ${ORGANIZATION}`],
    [{ organizationId: "a".repeat(101) }, `${IDENTIFIER}. ${ORGANIZATION}`],
    [
      { organizationId: true },
      `ERR_INPUT_INVALID: organizationId must be a string, but it is a boolean. ${ORGANIZATION}`,
    ],
    [
      { organizationId: ["org"] },
      `ERR_INPUT_INVALID: organizationId must be a string, but it is a list. ${ORGANIZATION}`,
    ],
    [
      { organizationId: {} },
      `ERR_INPUT_INVALID: organizationId must be a string, but it is an object. ${ORGANIZATION}`,
    ],
    [{ expiryDuration: 0 }, `${WHOLE_DAYS}, but it is 0. ${DURATION}`],
    [{ expiryDuration: 1.5 }, `${WHOLE_DAYS}, but it is 1.5. ${DURATION}`],
    [{ expiryDuration: "365" }, `${WHOLE_DAYS}, but it is a string. ${DURATION}`],
    [
      { expiryDuration: 36_501 },
      `ERR_INPUT_INVALID: expiryDuration must be a whole number of days, at most 36500, but it is 36501. ${DURATION}`,
    ],
    [
      { renewBeforeDays: "1" },
      `ERR_INPUT_INVALID: renewBeforeDays must be a number of days, but it is a string. ${RENEW}`,
    ],
    [
      { renewBeforeDays: -0.1 },
      `ERR_INPUT_INVALID: renewBeforeDays must be a number of days, 0 or more, but it is -0.1. ${RENEW}`,
    ],
    [
      { renewBeforeDays: 365 },
      "ERR_INPUT_INVALID: renewBeforeDays (365) must be smaller than expiryDuration (365), or the key would be due as soon as it is created.",
    ],
    [{ connection: 1 }, `ERR_INPUT_INVALID: connection must be a string, but it is a number. ${CONNECTION}`],
    [{ connection: "" }, `${CONNECTION_FORM} ${CONNECTION}`],
    [{ connection: "1st" }, `${CONNECTION_FORM} ${CONNECTION}`],
    [{ connection: " test" }, `${CONNECTION_FORM} ${CONNECTION}`],
    [{ connection: "test.1" }, `${CONNECTION_FORM} ${CONNECTION}`],
    [{ connection: `a${"b".repeat(63)}` }, `${CONNECTION_FORM} ${CONNECTION}`],
    [
      { adopt: 7 },
      `ERR_INPUT_INVALID: adopt must be an object of keyId, key and expirationDate, but it is a number. ${ADOPTED}`,
    ],
    [
      { adopt: { ...ADOPT, key: "" } },
      `ERR_INPUT_INVALID: adopt.key must be base64 of 8 bytes or more, without spaces, line ends and quotes. ${ADOPTED}`,
    ],
    [{ adopt: { ...ADOPT, key: 7 } }, `ERR_INPUT_INVALID: adopt.key must be a string. ${ADOPTED}`],
    [
      { adopt: { ...ADOPT, expirationDate: "soon" } },
      `ERR_INPUT_INVALID: adopt.expirationDate ${DATE_FORM} ${ADOPTED}`,
    ],
    [{ adopt: { ...ADOPT, expirationDate: 7 } }, `ERR_INPUT_INVALID: adopt.expirationDate ${DATE_FORM} ${ADOPTED}`],
    [
      { adopt: { ...ADOPT, one: 1, two: 2 } },
      `ERR_INPUT_INVALID: adopt has a member that it doesn't take. Its members are keyId, key, expirationDate. ${ADOPTED}`,
    ],
    [{ adoptt: "x" }, "ERR_INPUT_UNEXPECTED: WebhookSigningKey has no input named adoptt. Did you mean adopt?"],
  ])("of a signing key: %j", (news, reason) => {
    expect(reasonsOf(WEBHOOK_SIGNING_KEY, news)).toEqual([reason]);
  });

  test.each<[Record<string, unknown>, string]>([
    [
      { clientId: "" },
      "ERR_INPUT_INVALID: clientId must be a string that isn't empty. Client identifier at your OAuth server (`keyInformation.clientKeyId`).",
    ],
    [
      { clientSecret: undefined },
      "ERR_INPUT_MISSING: clientSecret is required. The client's secret (`keyInformation.key`). Always treated as secret, even if passed as a plain string.",
    ],
    [
      { adopt: ADOPT },
      "ERR_INPUT_INVALID: adopt.key must be the secret that was stored, but it differs from clientSecret. To store a new secret, remove `adopt`.",
    ],
  ])("of an OAuth credential: %j", (news, reason) => {
    expect(reasonsOf(WEBHOOK_OAUTH_CREDENTIAL, news)).toEqual([reason]);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ current: undefined }, `ERR_INPUT_MISSING: current is required. ${SIGNS}`],
    [
      { current: "key" },
      `ERR_INPUT_INVALID: current must be an object of a signing key's keyId, key and expirationDate, but it is a string. ${SIGNS}`,
    ],
    [
      { current: { ...CURRENT, keyId: "id\n" } },
      `ERR_INPUT_INVALID: current.keyId must be visible ASCII characters without spaces, line ends, quotes and semicolons. ${SIGNS}`,
    ],
    [
      { current: { ...CURRENT, key: `${CURRENT.key}\r\n` } },
      `ERR_INPUT_INVALID: current.key must be base64 of 8 bytes or more, without spaces, line ends and quotes. ${SIGNS}`,
    ],
    [
      { current: { ...CURRENT, expirationDate: 7 } },
      `ERR_INPUT_INVALID: current.expirationDate must be a string. ${SIGNS}`,
    ],
    [
      { current: { ...CURRENT, retiredAt: "x" } },
      `ERR_INPUT_INVALID: current has a member that it doesn't take. Its members are keyId, key, expirationDate. ${SIGNS}`,
    ],
    [{ overlapDays: "30" }, `ERR_INPUT_INVALID: overlapDays must be a number of days, but it is a string. ${OVERLAP}`],
    [
      { overlapDays: -1 },
      `ERR_INPUT_INVALID: overlapDays must be a number of days, 0 or more, but it is -1. ${OVERLAP}`,
    ],
  ])("of verification keys: %j", (news, reason) => {
    expect(reasonsOf(WEBHOOK_VERIFICATION_KEYS, news)).toEqual([reason]);
  });
});
