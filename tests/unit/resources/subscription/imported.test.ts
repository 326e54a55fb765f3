import { expect, test } from "@jest/globals";
import { importedInputs } from "../../../../provider/resources/subscription/imported.js";

const PLACE = { organizationId: "org", connection: "default" };

test.each([
  [{ securityType: "KEY", digitalSignatureEnabled: "YES", proxyType: "external" }, { securityType: "KEY" }],
  [{ securityType: "key", config: null }, { securityType: "key" }],
  [{ securityType: "key", config: {} }, { securityType: "key" }],
  [{ securityType: "oAuth", config: { oAuthURL: "https://login.example.com/t" } }, undefined],
  [{ securityType: "oAuth", config: "something" }, undefined],
  [{ digitalSignatureEnabled: "YES" }, undefined],
  [[{ security_type: "key" }], undefined],
])("the policy %j is imported as %j", async (securityPolicy, expected) => {
  const members = { securityPolicy };
  const found = { webhookId: "id", organizationId: "org", status: "ACTIVE", createdOn: undefined, members };
  expect((await importedInputs(found, PLACE)).securityPolicy).toEqual(expected);
});
