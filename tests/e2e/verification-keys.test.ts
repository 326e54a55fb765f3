import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { beforeAll, expect, test } from "@jest/globals";
import { type Platform } from "../../local/platform/server.js";
import { readRawBody, type VerificationKey, verifyNotification } from "../../verify/index.js";
import { type RunOptions } from "./support/engine.js";
import { type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const REFUSED = "org2";
const ROTATED = ["org1", "org3"];
const ORGANIZATIONS = [...ROTATED, REFUSED];

const PROGRAM = `
for (const organizationId of ${JSON.stringify(ORGANIZATIONS)}) {
  const isRenamed = organizationId === process.env.RENAMED;
  const options = isRenamed ? { aliases: [{ name: organizationId }] } : {};
  const name = isRenamed ? "renamed" : organizationId;
  const current = new WebhookSigningKey(name, { organizationId, renewBeforeDays: 30 }, options);
  const receiver = new WebhookVerificationKeys(organizationId, { current, overlapDays: 30 }, { protect: false });
  exports[organizationId] = pulumi.recover(receiver.keys, () => undefined);
  exports["previous of " + organizationId] = pulumi.recover(receiver.previous, () => undefined);
}
`;

/** Whether a receiver that has these keys accepts what the platform signs for the organization now. */
const accepts = async (
  platform: Platform,
  organizationId: string,
  keys: readonly VerificationKey[],
): Promise<boolean> => {
  const server = createServer((request, response) => {
    const accept = async (): Promise<number> => {
      const body = await readRawBody(request);
      await verifyNotification({ header: request.headers["v-c-signature"], body, keys, now: platform.now() });
      return 204;
    };
    void accept()
      .catch(() => 401)
      .then((status) => response.writeHead(status).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { isAccepted } = await platform.deliver({ organizationId, url, retryPolicy: { numberOfRetries: 0 } });
    return isAccepted;
  } finally {
    server.close();
  }
};

const rotationOf = (organizationId: string): string[] => [
  `create-replacement WebhookSigningKey ${organizationId}`,
  `delete-replaced WebhookSigningKey ${organizationId}`,
  `replace WebhookSigningKey ${organizationId}`,
  `update WebhookVerificationKeys ${organizationId}`,
];

onEveryShell("verification keys, in a rotation one of whose keys is refused", (start) => {
  let scenario: Scenario;
  let later: RunOptions;
  const first: Record<string, { readonly keyId: string; readonly key: string }> = {};

  const keysOf = async (organizationId: string): Promise<readonly VerificationKey[]> => {
    const { value, secret } = (await scenario.stack.outputs())[organizationId] ?? {};
    expect(secret).toBe(true);
    return value as readonly VerificationKey[];
  };
  const expectOne = async (organizationId: string): Promise<void> => {
    const current = scenario.platform.currentKey(organizationId, "sharedSecret");
    const keys = await keysOf(organizationId);
    expect(keys).toMatchObject([{ keyId: current?.keyId }]);
    expect(keys).toHaveLength(1);
    expect((await scenario.stack.outputs())[`previous of ${organizationId}`]?.value ?? undefined).toBeUndefined();
  };
  /** The new key and the earlier one, with both of which the receiver accepts what is signed now. */
  const expectBoth = async (organizationId: string): Promise<void> => {
    const { platform, stack } = scenario;
    const { keyId, key } = first[organizationId] ?? {};
    const keys = await keysOf(organizationId);
    expect(keys).toMatchObject([
      { keyId: platform.currentKey(organizationId, "sharedSecret")?.keyId },
      { keyId, key, retiredAt: expect.any(String) },
    ]);
    expect(await accepts(platform, organizationId, keys)).toBe(true);
    expect((await stack.outputs())[`previous of ${organizationId}`]).toMatchObject({ value: { keyId }, secret: true });
  };

  beforeAll(async () => {
    scenario = await start({ program: PROGRAM, isShared: true });
    const { stack, platform, daysLater, keepSecret } = scenario;
    succeeded(await stack.up());
    for (const organizationId of ORGANIZATIONS) {
      const { keyId = "", key = "" } = platform.currentKey(organizationId, "sharedSecret") ?? {};
      first[organizationId] = { keyId, key };
      keepSecret(`first key of ${organizationId}`, key);
      await expectOne(organizationId);
    }
    later = daysLater(340);
  });

  test("contain the new key and the earlier one, in the same up, as a preview shows", async () => {
    const { stack, platform } = scenario;
    expect(stepsOf(succeeded(await stack.preview(later)))).toEqual(ORGANIZATIONS.flatMap(rotationOf).sort());
    platform.fault({ kind: "answer", made: false, status: 403 }, "always", { organizationId: REFUSED });
    const run = await stack.up({ ...later, continueOnError: true });
    expect(run.ok).toBe(false);
    expect(run.output).toMatch(/ERR_KMS_FORBIDDEN/);
    expect(stepsOf(run)).toEqual(
      expect.arrayContaining(ROTATED.map((name) => `update WebhookVerificationKeys ${name}`)),
    );
    for (const organizationId of ROTATED) await expectBoth(organizationId);
  });

  test("stay as they are where the key was refused, and the next up completes the rotation", async () => {
    const { stack, platform } = scenario;
    await expectOne(REFUSED);
    expect(await accepts(platform, REFUSED, await keysOf(REFUSED))).toBe(true);
    platform.clearFaults();
    const completed = stepsOf(succeeded(await stack.up(later)));
    expect(completed.filter((step) => step.endsWith(` ${REFUSED}`))).toEqual(rotationOf(REFUSED));
    expect(completed.filter((step) => !/ (?:delete-replaced)?/.test(step))).toEqual([]);
    for (const organizationId of ORGANIZATIONS) await expectBoth(organizationId);
  });

  test("stay as they are in a refresh, and if the signing key is renamed with an alias", async () => {
    const { stack } = scenario;
    succeeded(await stack.refresh(later));
    for (const organizationId of ORGANIZATIONS) await expectBoth(organizationId);
    const renamed = { environment: { ...later.environment, RENAMED: REFUSED } };
    expect(stepsOf(succeeded(await stack.up(renamed)))).toEqual([]);
    for (const organizationId of ORGANIZATIONS) await expectBoth(organizationId);
  });

  test("contain only the new key once the overlap is over", async () => {
    const { stack, platform, daysLater } = scenario;
    // The earlier key expires 25 days later, before the overlap of 30 days is over.
    const over = { environment: { ...daysLater(366).environment, RENAMED: REFUSED } };
    expect(stepsOf(succeeded(await stack.up(over)))).toEqual(
      ORGANIZATIONS.map((organizationId) => `update WebhookVerificationKeys ${organizationId}`).sort(),
    );
    for (const organizationId of ORGANIZATIONS) await expectOne(organizationId);
    expect(platform.journal.filter(({ keyMade }) => keyMade)).toHaveLength(2 * ORGANIZATIONS.length);
  });
});
