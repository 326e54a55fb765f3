import { describe, expect, test } from "@jest/globals";
import { check } from "../../provider/handlers/check.js";
import {
  declaredOutputs,
  type InputProperty,
  type OutputProperty,
  type ResourceTable,
  secretOutputsOf,
  WEBHOOK_OAUTH_CREDENTIAL,
  WEBHOOK_SIGNING_KEY,
  WEBHOOK_VERIFICATION_KEYS,
} from "../../provider/properties.js";
import { readDocument } from "../support/documents.js";

const TABLES: readonly ResourceTable[] = [WEBHOOK_SIGNING_KEY, WEBHOOK_OAUTH_CREDENTIAL, WEBHOOK_VERIFICATION_KEYS];

/** The rows of the two tables that docs/resources.md has of a resource. */
const documented = (resource: string): string[][] => {
  const [, section = ""] = readDocument("docs/resources.md").split(`\n## ${resource}\n`);
  const [own = ""] = section.split("\n## ");
  return [...own.matchAll(/^\| (`.*) \|$/gm)].map(([, row = ""]) =>
    row.split(/ +(?<!\\)\| +/).map((cell) => cell.trim().replaceAll("\\|", "|")),
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
  test("is what docs/resources.md promises", () => {
    const rows = [...Object.entries(inputs).map(inputRow), ...Object.entries(outputs).map(outputRow)];
    expect(documented(name)).toEqual(rows);
  });
});

test.each([
  [WEBHOOK_SIGNING_KEY, ["keyId", "key", "expirationDate", "submitTimeUtc"]],
  [WEBHOOK_OAUTH_CREDENTIAL, ["keyId", "key", "expirationDate", "submitTimeUtc", "clientSecret"]],
  [WEBHOOK_VERIFICATION_KEYS, ["keys", "previous"]],
] as const)("$name has its secrets, and they alone, for secret outputs", (table, secrets) => {
  expect(secretOutputsOf(table)).toEqual(secrets);
});

test("every output is declared, and none is set", () => {
  expect(declaredOutputs(WEBHOOK_VERIFICATION_KEYS)).toStrictEqual({ keys: undefined, previous: undefined });
});

const ADOPT = { keyId: "id", key: "key", expirationDate: "2027-01-31T12:00:00Z" };
const CURRENT = { ...ADOPT, key: Buffer.alloc(32, 7).toString("base64") };
const GOOD: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  WebhookSigningKey: { organizationId: "org" },
  WebhookOAuthCredential: { organizationId: "org", clientId: "client", clientSecret: "secret" },
  WebhookVerificationKeys: { current: CURRENT },
};
const reasonsOf = (table: ResourceTable, news: Readonly<Record<string, unknown>>): string[] =>
  check(table, { ...GOOD[table.name], ...news }).map(({ property, reason }) => `${property}: ${reason}`);

describe("what is accepted", () => {
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
const IDENTIFIER = `organizationId: ERR_INPUT_INVALID: organizationId must be 1 to 100 visible ASCII characters without spaces`;
const DURATION = "Validity to ask for, in whole days, at least 1. The service may grant less.";
const WHOLE_DAYS =
  "expiryDuration: ERR_INPUT_INVALID: expiryDuration must be a whole number of days, at least 1, such as 365";
const RENEW =
  "Days before its end from which the key is replaced: 0 ≤ n < expiryDuration. With 0 it is replaced once it has expired.";
const CONNECTION = "Name of a connection in the stack's configuration. Another host behind it replaces the resource.";
const CONNECTION_FORM =
  "connection: ERR_INPUT_INVALID: connection must be a letter followed by letters, digits, hyphens or underscores, but a string came.";
const ADOPTED =
  "A key that exists already: it is brought in without a request, unless it is due. It may stay in the program: once it is due a new key is made.";
const OVERLAP = "Days for which an earlier key is kept after it was replaced, 0 or more.";
const SIGNS = "The key that signs now. When it is another one, that which was current becomes an earlier one.";
const DATE_FORM = "must be a date in RFC 3339 form, such as 2027-01-31T12:00:00Z.";

describe("what is refused, and in which words", () => {
  test.each<[Record<string, unknown>, string]>([
    [{ organizationId: undefined }, `organizationId: ERR_INPUT_MISSING: organizationId is required. ${ORGANIZATION}`],
    [{ organizationId: null }, `organizationId: ERR_INPUT_MISSING: organizationId is required. ${ORGANIZATION}`],
    [{ organizationId: "" }, `${IDENTIFIER}, but a string came. ${ORGANIZATION}`],
    [{ organizationId: " org" }, `${IDENTIFIER}, but a string came. ${ORGANIZATION}`],
    [{ organizationId: "org " }, `${IDENTIFIER}, but a string came. ${ORGANIZATION}`],
    [{ organizationId: "a".repeat(101) }, `${IDENTIFIER}, but a string came. ${ORGANIZATION}`],
    [
      { organizationId: true },
      `organizationId: ERR_INPUT_INVALID: organizationId must be a string, but a boolean came. ${ORGANIZATION}`,
    ],
    [
      { organizationId: ["org"] },
      `organizationId: ERR_INPUT_INVALID: organizationId must be a string, but a list came. ${ORGANIZATION}`,
    ],
    [
      { organizationId: {} },
      `organizationId: ERR_INPUT_INVALID: organizationId must be a string, but an object came. ${ORGANIZATION}`,
    ],
    [{ expiryDuration: 0 }, `${WHOLE_DAYS}, but a number came. ${DURATION}`],
    [{ expiryDuration: 1.5 }, `${WHOLE_DAYS}, but a number came. ${DURATION}`],
    [{ expiryDuration: "365" }, `${WHOLE_DAYS}, but a string came. ${DURATION}`],
    [
      { expiryDuration: 36_501 },
      `expiryDuration: ERR_INPUT_INVALID: expiryDuration must be a whole number of days, at most 36500, but a number came. ${DURATION}`,
    ],
    [
      { renewBeforeDays: "1" },
      `renewBeforeDays: ERR_INPUT_INVALID: renewBeforeDays must be a number of days, but a string came. ${RENEW}`,
    ],
    [
      { renewBeforeDays: -0.1 },
      `renewBeforeDays: ERR_INPUT_INVALID: renewBeforeDays must be a number of days, 0 or more, but a number came. ${RENEW}`,
    ],
    [
      { renewBeforeDays: 365 },
      "renewBeforeDays: ERR_INPUT_INVALID: renewBeforeDays (365) must be smaller than expiryDuration (365), or the key would be due as soon as it is made.",
    ],
    [{ connection: 1 }, `connection: ERR_INPUT_INVALID: connection must be a string, but a number came. ${CONNECTION}`],
    [{ connection: "" }, `${CONNECTION_FORM} ${CONNECTION}`],
    [{ connection: "1st" }, `${CONNECTION_FORM} ${CONNECTION}`],
    [{ connection: " test" }, `${CONNECTION_FORM} ${CONNECTION}`],
    [{ connection: "test.1" }, `${CONNECTION_FORM} ${CONNECTION}`],
    [{ connection: `a${"b".repeat(63)}` }, `${CONNECTION_FORM} ${CONNECTION}`],
    [
      { adopt: 7 },
      `adopt: ERR_INPUT_INVALID: adopt must be an object of keyId, key and expirationDate, but a number came. ${ADOPTED}`,
    ],
    [
      { adopt: { ...ADOPT, key: "" } },
      `adopt: ERR_INPUT_INVALID: adopt.key must be a string that is not empty. ${ADOPTED}`,
    ],
    [{ adopt: { ...ADOPT, key: 7 } }, `adopt: ERR_INPUT_INVALID: adopt.key must be a string. ${ADOPTED}`],
    [
      { adopt: { ...ADOPT, expirationDate: "soon" } },
      `adopt: ERR_INPUT_INVALID: adopt.expirationDate ${DATE_FORM} ${ADOPTED}`,
    ],
    [
      { adopt: { ...ADOPT, expirationDate: 7 } },
      `adopt: ERR_INPUT_INVALID: adopt.expirationDate ${DATE_FORM} ${ADOPTED}`,
    ],
    [
      { adopt: { ...ADOPT, one: 1, two: 2 } },
      `adopt: ERR_INPUT_INVALID: adopt must be without one, two, but an object came. ${ADOPTED}`,
    ],
    [{ keyid: "x" }, "keyid: ERR_INPUT_UNEXPECTED: WebhookSigningKey has no input of this name."],
  ])("of a signing key: %j", (news, reason) => {
    expect(reasonsOf(WEBHOOK_SIGNING_KEY, news)).toEqual([reason]);
  });

  test.each<[Record<string, unknown>, string]>([
    [
      { clientId: "" },
      "clientId: ERR_INPUT_INVALID: clientId must be a string that is not empty, but a string came. Client identifier at your OAuth server (`keyInformation.clientKeyId`).",
    ],
    [
      { clientSecret: undefined },
      "clientSecret: ERR_INPUT_MISSING: clientSecret is required. Its secret (`keyInformation.key`). Always treated as a secret, also when passed as a plain string.",
    ],
    [
      { adopt: ADOPT },
      "adopt: ERR_INPUT_INVALID: adopt.key must be the secret that was stored, but it differs from clientSecret.",
    ],
  ])("of an OAuth credential: %j", (news, reason) => {
    expect(reasonsOf(WEBHOOK_OAUTH_CREDENTIAL, news)).toEqual([reason]);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ current: undefined }, `current: ERR_INPUT_MISSING: current is required. ${SIGNS}`],
    [
      { current: "key" },
      `current: ERR_INPUT_INVALID: current must be a WebhookSigningKey, or an object of keyId, key and expirationDate, but a string came. ${SIGNS}`,
    ],
    [
      { current: { ...CURRENT, retiredAt: "x" } },
      `current: ERR_INPUT_INVALID: current must be without retiredAt, but an object came. ${SIGNS}`,
    ],
    [
      { current: { ...CURRENT, keyId: "id\n" } },
      `current: ERR_INPUT_INVALID: current.keyId must be visible ASCII characters without spaces, line ends, quotes and semicolons. ${SIGNS}`,
    ],
    [
      { current: { ...CURRENT, key: `${CURRENT.key}\r\n` } },
      `current: ERR_INPUT_INVALID: current.key must be base64 of 8 bytes or more, without spaces, line ends and quotes. ${SIGNS}`,
    ],
    [
      { current: { ...CURRENT, expirationDate: 7 } },
      `current: ERR_INPUT_INVALID: current.expirationDate must be a string. ${SIGNS}`,
    ],
    [
      { overlapDays: "30" },
      `overlapDays: ERR_INPUT_INVALID: overlapDays must be a number of days, but a string came. ${OVERLAP}`,
    ],
    [
      { overlapDays: -1 },
      `overlapDays: ERR_INPUT_INVALID: overlapDays must be a number of days, 0 or more, but a number came. ${OVERLAP}`,
    ],
  ])("of verification keys: %j", (news, reason) => {
    expect(reasonsOf(WEBHOOK_VERIFICATION_KEYS, news)).toEqual([reason]);
  });
});
