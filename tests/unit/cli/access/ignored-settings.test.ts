import { expect, test } from "@jest/globals";
import { type AccessCheck } from "../../../../cli/access/access-report.js";
import { checkConnection } from "../../../../cli/access/check-connection.js";
import { chooseConnections } from "../../../../cli/access/chosen-connections.js";
import { readConfiguredConnections } from "../../../../cli/access/read-settings.js";

const SETTINGS = {
  CYBERSOURCE_HOST: "http://127.0.0.1:1",
  CYBERSOURCE_MERCHANT_ID: "merchant_org",
  CYBERSOURCE_MERCHANT_KEY_ID: "key-id",
  CYBERSOURCE_MERCHANT_SECRET_KEY: "c2VjcmV0",
};
const STRAY = { CYBERSOURCE_P12_PASWORD: "word-of-the-p12" };
const IGNORED =
  "ignored: CYBERSOURCE_P12_PASWORD, which isn't a setting: did you mean CYBERSOURCE_P12_PASSWORD? Rename or remove it";

/** The check `settings` of the default connection. */
const settingsCheck = async (changed: Record<string, string>): Promise<AccessCheck | undefined> => {
  const configured = await readConfiguredConnections(undefined, undefined, { ...SETTINGS, ...changed });
  const [report] = await checkConnection("default", [], configured);
  return report?.checks.find(({ name }) => name === "settings");
};

test("a misspelled setting is a warning beside a complete connection", async () => {
  expect(await settingsCheck(STRAY)).toEqual({ name: "settings", verdict: "warning", meaning: IGNORED });
});

test("a misspelled setting is named beside what fails, and an empty one isn't called missing", async () => {
  const failed = await settingsCheck({ ...STRAY, CYBERSOURCE_MERCHANT_KEY_ID: "" });
  expect(failed).toMatchObject({ verdict: "failed" });
  expect(failed?.meaning).toContain(
    "  - merchantKeyId (environment variable CYBERSOURCE_MERCHANT_KEY_ID) is empty: pulumi config set ",
  );
  expect(failed?.meaning.endsWith(`; ${IGNORED}`)).toBe(true);
});

test("an organization isn't known because merchantId is empty, misspelled or missing", async () => {
  const meaningOf = async (environment: Record<string, string>): Promise<string | undefined> => {
    const unsigned = { CYBERSOURCE_HOST: "http://127.0.0.1:1", CYBERSOURCE_AUTHENTICATION: "none" };
    const configured = await readConfiguredConnections(undefined, undefined, { ...unsigned, ...environment });
    return (await checkConnection("default", [], configured))[0]?.checks[0]?.meaning;
  };
  expect(await meaningOf({ CYBERSOURCE_MERCHANT_ID: "" })).toBe(
    "merchantId (environment variable CYBERSOURCE_MERCHANT_ID) is empty. Give it a value, or pass --organization.",
  );
  expect(await meaningOf({ CYBERSOURCE_MERCHANTID: "merchant_org" })).toBe(
    "the organization isn't known (CYBERSOURCE_MERCHANTID is set, but nothing reads it: did you mean " +
      "CYBERSOURCE_MERCHANT_ID?). Set merchantId, or pass --organization.",
  );
  expect(await meaningOf({})).toBe("the organization isn't known. Set merchantId, or pass --organization.");
});

test("what is set without an effect is named if no connection is configured", async () => {
  const before = { ...process.env };
  Object.assign(process.env, { CYBERSOURCE_HOST: "", CYBERSOURCE_MERCHANTID: "merchant_org" });
  try {
    await expect(chooseConnections({ stack: false }, () => undefined)).rejects.toThrow(
      "no connection is configured in the environment (host (environment variable CYBERSOURCE_HOST) is empty; " +
        "CYBERSOURCE_MERCHANTID is set, but nothing reads it: did you mean CYBERSOURCE_MERCHANT_ID?). Choose a stack with " +
        "--stack, or set CYBERSOURCE_ENVIRONMENT and credentials",
    );
  } finally {
    process.env = before;
  }
});
