import { expect, test } from "@jest/globals";
import { startPlugin } from "../support/plugin-process.js";

const KEY = "WebhookSigningKey orders";

test.each(["acme", "defaults"])("errors of the explicit provider %s name its inputs", async (provider) => {
  const plugin = await startPlugin({ config: { merchantId: "m", environment: "cybersource-tset" }, provider });
  await expect(plugin.create(KEY, { organizationId: "org" })).rejects.toThrow(
    'ERR_CONNECTION: connection "default" cannot be used, and nothing was sent:\n' +
      "  - environment (input of the provider) must be one of cybersource-test, cybersource-production, cybersource-india, " +
      "visaacceptance-test, visaacceptance-production: did you mean cybersource-test?\n" +
      "  - merchantKeyId is missing: the provider's input merchantKeyId, or the environment variable CYBERSOURCE_MERCHANT_KEY_ID\n" +
      "  - merchantSecretKey is missing: the provider's input merchantSecretKey, or the environment variable " +
      "CYBERSOURCE_MERCHANT_SECRET_KEY",
  );
  const named = plugin.create(KEY, { organizationId: "org", connection: "india" });
  await expect(named).rejects.toThrow(
    'connection "india" cannot be used, and nothing was sent:\n' +
      "  - an explicit provider has no named connections. Leave out `connection`, and give the resource a provider of its own\n" +
      "  - environment is missing (one of cybersource-test, cybersource-production, cybersource-india, visaacceptance-test, " +
      "visaacceptance-production): the environment variable CYBERSOURCE_INDIA_ENVIRONMENT; or set host instead: the " +
      "environment variable CYBERSOURCE_INDIA_HOST\n",
  );
  await plugin.stop();
});

test.each(["default", "default_0_3_0"])(
  "errors of the provider %s name the stack's configuration",
  async (provider) => {
    const plugin = await startPlugin({ config: { merchantId: "m" }, provider });
    await expect(plugin.create(KEY, { organizationId: "org" })).rejects.toThrow(
      "merchantKeyId is missing: pulumi config set cybersource-webhooks:merchantKeyId, or the environment variable",
    );
    await plugin.stop();
  },
);
