import { expect, test } from "@jest/globals";
import { certificates, MAX_CERTIFICATE_DAYS, privateKeys } from "../support/encryption-vectors.js";
import { onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";

const PROGRAM = `
const certificate = pulumi.output(process.env.CERTIFICATE);
const key = new WebhookEncryptionKey("payments", { organizationId: "org", certificate });
exports.keyId = key.keyId;
`;
const withCertificate = (certificate: string): { environment: Record<string, string> } => ({
  environment: { CERTIFICATE: certificate },
});

onEveryEngine("an encryption key", (start) => {
  test("is stored once, and again only for a new certificate; a private key is refused", async () => {
    const { stack, platform, keepSecret } = await start({
      program: PROGRAM,
      platform: { maxCertificateDays: MAX_CERTIFICATE_DAYS },
    });
    const [first, renewed] = [withCertificate(certificates.a), withCertificate(certificates.renewedA)];
    const sent = (): number => platform.journal.length;

    expect(stepsOf(succeeded(await stack.up(first)))).toEqual(["create WebhookEncryptionKey payments"]);
    expect((await stack.outputs()).keyId).toMatchObject({
      value: platform.currentEncryptionKey("org")?.keyId,
      secret: true,
    });

    const otherText = withCertificate(`subject=CN\r\n${certificates.a.replaceAll("\n", "\r\n")}`);
    expect(stepsOf(succeeded(await stack.up(otherText)))).toEqual([]);

    keepSecret("private key", privateKeys.a.pkcs8.slice(60, 124));
    const leaking = await stack.up(withCertificate(certificates.a + privateKeys.a.pkcs8));
    expect(leaking.ok).toBe(false);
    expect(leaking.output).toMatch(
      /ERR_INPUT_INVALID: certificate of \S*"payments\S* must be a certificate without its private key/,
    );
    expect(sent()).toBe(1);

    expect(stepsOf(succeeded(await stack.preview(renewed)))).toHaveLength(3);
    expect(sent()).toBe(1);
    expect(stepsOf(succeeded(await stack.up(renewed)))).toEqual([
      "create-replacement WebhookEncryptionKey payments",
      "delete-replaced WebhookEncryptionKey payments",
      "replace WebhookEncryptionKey payments",
    ]);
    expect(sent()).toBe(2);
  });
});
