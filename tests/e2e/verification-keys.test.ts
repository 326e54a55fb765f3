import { expect, test } from "@jest/globals";
import { type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const PROGRAM = `
const { NAME = "orders", ALIAS, OVERLAP_DAYS } = process.env;
const options = { ...(ALIAS && { aliases: [{ name: ALIAS }] }) };
const signingKey = new WebhookSigningKey(NAME, { organizationId: "org", renewBeforeDays: 30 }, options);
const receiver = new WebhookVerificationKeys("receiver", { current: signingKey, overlapDays: Number(OVERLAP_DAYS ?? "30") }, { protect: false });
exports.keys = receiver.keys;
exports.previous = receiver.previous;
`;

interface StoredKey {
  readonly keyId: string;
  readonly key: string;
  readonly retiredAt?: string;
}
const keysOf = async ({ stack }: Scenario): Promise<readonly StoredKey[]> => {
  const { keys } = await stack.outputs();
  expect(keys?.secret).toBe(true);
  return keys?.value as StoredKey[];
};

onEveryShell("verification keys", (start) => {
  test("contain the new key and the earlier one after a rotation, in the same up, until the overlap is over", async () => {
    const scenario = await start({ program: PROGRAM });
    const { stack, platform, daysLater, keepSecret } = scenario;
    succeeded(await stack.up());
    const first = platform.currentKey("org", "sharedSecret");
    keepSecret("first key", first?.key ?? "");
    expect(await keysOf(scenario)).toMatchObject([{ keyId: first?.keyId }]);
    expect(stepsOf(succeeded(await stack.up()))).toEqual([]);

    const rotated = daysLater(340);
    const preview = succeeded(await stack.preview(rotated));
    expect(stepsOf(preview)).toContain("update WebhookVerificationKeys receiver");
    expect(stepsOf(succeeded(await stack.up(rotated)))).toEqual([
      "create-replacement WebhookSigningKey orders",
      "delete-replaced WebhookSigningKey orders",
      "replace WebhookSigningKey orders",
      "update WebhookVerificationKeys receiver",
    ]);
    const second = platform.currentKey("org", "sharedSecret");
    const both = [{ keyId: second?.keyId }, { keyId: first?.keyId, key: first?.key, retiredAt: expect.any(String) }];
    expect(await keysOf(scenario)).toMatchObject(both);
    expect((await stack.outputs()).previous).toMatchObject({ value: { keyId: first?.keyId }, secret: true });

    succeeded(await stack.refresh(rotated));
    expect(await keysOf(scenario)).toMatchObject(both);
    succeeded(await stack.preview({ ...rotated, expectNoChanges: true }));

    // The earlier key expires 25 days later, before the overlap of 30 days is over.
    const over = daysLater(366);
    expect(stepsOf(succeeded(await stack.up(over)))).toEqual(["update WebhookVerificationKeys receiver"]);
    expect(await keysOf(scenario)).toMatchObject([{ keyId: second?.keyId }]);
    expect((await stack.outputs()).previous).toBeUndefined();
    expect(platform.journal).toHaveLength(2);
  });

  test("keep all keys if an up fails, and if the signing key is renamed with an alias", async () => {
    const scenario = await start({ program: PROGRAM });
    const { stack, platform, daysLater, keepSecret } = scenario;
    succeeded(await stack.up());
    const first = platform.currentKey("org", "sharedSecret");
    keepSecret("first key", first?.key ?? "");

    const { environment = {} } = daysLater(340);
    platform.fault({ kind: "answer", made: false, status: 400 }, 1);
    expect((await stack.up({ environment })).ok).toBe(false);
    expect(await keysOf(scenario)).toMatchObject([{ keyId: first?.keyId }]);

    succeeded(await stack.up({ environment }));
    const second = platform.currentKey("org", "sharedSecret");
    expect(await keysOf(scenario)).toMatchObject([{ keyId: second?.keyId }, { keyId: first?.keyId }]);

    const renamed = { environment: { ...environment, NAME: "renamed", ALIAS: "orders" } };
    expect(stepsOf(succeeded(await stack.up(renamed)))).toEqual([]);
    expect(await keysOf(scenario)).toMatchObject([{ keyId: second?.keyId }, { keyId: first?.keyId }]);
    expect(platform.journal.filter(({ keyMade }) => keyMade)).toHaveLength(2);
  });
});
