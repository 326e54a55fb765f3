import { join } from "node:path";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { alarmsOf, endingWithin } from "../../../../cli/status/alarms.js";
import { createReport } from "../../../../cli/status/report.js";
import { renderPrometheus } from "../../../../cli/status/formats/prometheus.js";
import { type StatusReport } from "../../../../cli/status/key-status.js";
import { summaryText } from "../../../../cli/status/summary.js";
import { PASSPHRASE } from "../../../e2e/support/engine.js";
import { createScratch } from "../../../support/project.js";
import { STATES } from "../../../support/recorded-states.js";
import {
  keyResource,
  NOW,
  sealed,
  SECRETS,
  stackResource,
  stateText,
  subscriptionResource,
  verificationKeysResource,
} from "./states.js";

const report = (texts: readonly string[], env: Record<string, string> = {}, now = NOW): Promise<StatusReport> =>
  createReport(
    texts.map((text, index) => ({ source: `state ${index + 1}`, text })),
    { now, env },
  );

describe("a state that is encrypted with a passphrase", () => {
  const recorded = (engine: string): string => readFileSync(join(STATES, "0.1.0", `${engine}.json`), "utf8");

  test.each(["cli", "embedded"])("is decrypted: that of %s", async (engine) => {
    const { keys } = await report([recorded(engine)], { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE });
    const found = keys.map(({ name, kind, state, flags, daysLeft = 0 }) => [
      name,
      kind,
      state,
      ...flags,
      daysLeft > 30_000,
    ]);
    expect(found.sort()).toEqual([
      ["adopted", "WebhookSigningKey", "valid", "adopted", true],
      ["orders", "WebhookOAuthCredential", "valid", true],
      ["orders", "WebhookSigningKey", "valid", true],
    ]);
  });

  test("is decrypted with a passphrase in a file", async () => {
    const file = join(createScratch("passphrase"), "passphrase");
    writeFileSync(file, `${PASSPHRASE}\n`);
    const { keys } = await report([recorded("cli")], { PULUMI_CONFIG_PASSPHRASE_FILE: file });
    expect(keys).toHaveLength(3);
  });

  test.each<[what: string, env: Record<string, string>, message: string]>([
    ["no passphrase", {}, "it is encrypted with a passphrase: set PULUMI_CONFIG_PASSPHRASE, or"],
    ["the wrong one", { PULUMI_CONFIG_PASSPHRASE: "another one" }, "the passphrase doesn't belong to this state"],
    [
      "one in a missing file",
      { PULUMI_CONFIG_PASSPHRASE_FILE: "/none" },
      "the file in PULUMI_CONFIG_PASSPHRASE_FILE cannot be read: no such file",
    ],
  ])("is rejected with %s", async (_what, env, message) => {
    await expect(report([recorded("cli")], env)).rejects.toThrow(`the state of state 1 cannot be read: ${message}`);
  });

  test("is rejected if a value is damaged", async () => {
    const { deployment } = JSON.parse(recorded("cli")) as { deployment: { secrets_providers: unknown } };
    const expirationDate = {
      ...sealed(""),
      plaintext: undefined,
      ciphertext: "v1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAA",
    };
    const text = stateText([keyResource({ outputs: { expirationDate } })], deployment.secrets_providers);
    await expect(report([text], { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE })).rejects.toThrow(
      "an encrypted value is damaged",
    );
  });
});

test.each<[what: string, text: string, message: string]>([
  ["is empty", "\n", "it is empty"],
  ["isn't JSON", "key-that-nobody-may-see", "it is not a state as `pulumi stack export` writes it"],
  ["is something else", '{"version":3}', "it is not a state as `pulumi stack export` writes it"],
  ["is too old", stateText([], undefined, 2), "it is not a state as `pulumi stack export` writes it"],
  ["is too new", stateText([], undefined, 5), "it is not a state as `pulumi stack export` writes it"],
  ["has a malformed key", stateText([{ type: keyResource().type }]), "a resource in it is malformed"],
  [
    "is encrypted in a cloud",
    stateText([keyResource({ outputs: { key: { ...sealed(""), ciphertext: "abc" } } })], {
      type: "cloud",
      state: { salt: "" },
    }),
    "its secrets are encrypted by cloud, so only the Pulumi CLI can decrypt them. Use --stack, or pipe",
  ],
])("a state that %s is rejected", async (_what, text, message) => {
  const error: unknown = await report([text]).catch((reason: unknown) => reason);
  expect(String(error)).toContain(`the state of state 1 cannot be read: ${message}`);
  expect(String(error)).not.toContain("nobody-may-see");
});

test("accepts deployment version 4", async () => {
  expect((await report([stateText([keyResource()], undefined, 4)])).keys).toHaveLength(1);
});

test("lists keys of several stacks with the most urgent first, without those that the next run deletes", async () => {
  const { keys, stackCount, asOf } = await report([
    stateText([
      keyResource({ name: "later", end: 300 }),
      keyResource({ name: "old-half", end: 1, flags: { delete: true } }),
    ]),
    stateText([
      keyResource({ stack: "test", name: "sooner", end: 2 }),
      keyResource({ stack: "test", name: "unreadable", end: "" }),
      keyResource({ stack: "test", name: "over", end: -5 }),
    ]),
    stateText([]),
  ]);
  expect(keys.map(({ name }) => name)).toEqual(["unreadable", "over", "sooner", "later"]);
  expect({ stackCount, asOf }).toEqual({ stackCount: 3, asOf: "2026-03-10" });
});

test("finds keys that expire within some days or have an unreadable date", async () => {
  const resources = [
    keyResource({ end: 14 }),
    keyResource({ end: 13.9, name: "b" }),
    keyResource({ end: "", name: "c" }),
  ];
  const found = endingWithin(await report([stateText(resources)]), 14);
  expect(found.map(({ daysLeft }) => daysLeft)).toEqual([undefined, 13]);
});

describe("the same stack", () => {
  const one = stateText([stackResource(), keyResource({}), verificationKeysResource("orders", [SECRETS.keyId])]);

  test("passed twice counts once, as with --stack prod and --stack organization/project/prod", async () => {
    const { keys, verificationKeys, stackCount } = await report([one, one]);
    expect({ keys: keys.length, verificationKeys: verificationKeys.length, stackCount }).toEqual({
      keys: 1,
      verificationKeys: 1,
      stackCount: 1,
    });
  });

  test("passed twice counts once even without keys, but another stack counts separately", async () => {
    const texts = [stateText([stackResource()]), stateText([stackResource()]), stateText([stackResource("test")])];
    expect(await report(texts)).toMatchObject({ stackCount: 2 });
  });

  test("in two different states counts twice, which Prometheus doesn't allow", async () => {
    const other = stateText([stackResource(), keyResource({ id: "merchant_org/5e58e3e162a1ac70" })]);
    const both = await report([one, other]);
    expect(both.stackCount).toBe(2);
    expect(() => renderPrometheus(both)).toThrow(
      "there are two different states of the stack webhooks/prod, which Prometheus can't distinguish. Pass only one of them",
    );
  });
});

describe("subscriptions", () => {
  const subscriptions = [
    subscriptionResource({}),
    subscriptionResource({ name: "partners", status: "PENDING_REVIEW" }),
    subscriptionResource({ name: "refunds", status: "SUSPENDED" }),
    subscriptionResource({ name: "shop", status: "BLOCKED" }),
    subscriptionResource({ name: "old", flags: { delete: true } }),
  ];

  test("are listed with alarms first, and alarms are told", async () => {
    const found = await report([stateText([...subscriptions, keyResource()])]);
    expect(found.keys).toHaveLength(1);
    expect(found.subscriptions.map(({ name }) => name)).toEqual(["refunds", "shop", "partners", "orders"]);
    const alarm = "The platform delivers nothing for the subscriptions refunds (SUSPENDED), shop (BLOCKED).";
    expect(summaryText(found)).toBe(
      `1 key in 1 stack: 1 valid. 4 subscriptions: 1 BLOCKED, 1 SUSPENDED, 1 PENDING_REVIEW, 1 ACTIVE. ${alarm}`,
    );
    expect(alarmsOf(found, 5)).toEqual([alarm]);
  });

  test("that only wait are no alarm", async () => {
    const found = await report([stateText(subscriptions.slice(0, 2))]);
    expect(summaryText(found)).toBe("0 keys in 1 stack. 2 subscriptions: 1 PENDING_REVIEW, 1 ACTIVE.");
    expect(alarmsOf(found, 5)).toEqual([]);
  });

  test("need no passphrase, because nothing of them is decrypted", async () => {
    const encrypted = { ...sealed(""), plaintext: undefined, ciphertext: "v1:AAAA:AAAA" };
    const outputs = { webhookUrl: encrypted, securityPolicy: encrypted, applied: encrypted };
    const provider = { type: "passphrase", state: { salt: "v1:AAAA:v1:AAAA:AAAA" } };
    const found = await report([stateText([subscriptionResource({ outputs })], provider)]);
    expect(found.subscriptions).toMatchObject([{ webhookOrigin: "[secret]", status: "ACTIVE" }]);
    const active = subscriptionResource({ inputs: { active: encrypted } });
    await expect(report([stateText([active], provider)])).rejects.toThrow("it is encrypted with a passphrase");
  });

  test("in two different states count twice, which Prometheus doesn't allow", async () => {
    const one = stateText([stackResource(), subscriptionResource({})]);
    const other = stateText([stackResource(), subscriptionResource({ id: "another" })]);
    expect((await report([one, one])).subscriptions).toHaveLength(1);
    const both = await report([one, other]);
    expect(() => renderPrometheus(both)).toThrow("there are two different states of the stack webhooks/prod");
  });
});

describe("verification keys", () => {
  const key = keyResource({});
  const other = keyResource({ name: "refunds", outputs: { keyId: sealed("another-key-id") } });
  const oauth = keyResource({ kind: "WebhookOAuthCredential" });

  test.each<
    [what: string, held: string[] | string, current: (typeof key)[], state: string, earlier: number | undefined]
  >([
    ["that have the current signing key", [SECRETS.keyId, "b"], [key], "complete", 1],
    ["that have it as an earlier one", ["b", SECRETS.keyId], [key], "complete", 1],
    ["that lack it", ["b"], [key], "behind", 0],
    ["whose current key comes from one of two keys", ["another-key-id"], [key, other], "complete", 0],
    ["whose current key is a plain value", ["b"], [], "unlinked", 0],
    ["whose current key is an OAuth credential", ["b"], [oauth], "unlinked", 0],
    ["that cannot be read", "damaged", [key], "unreadable", undefined],
    ["that are empty", [], [key], "unreadable", undefined],
  ])("%s", async (_what, held, current, state, earlierKeys) => {
    const found = await report([stateText([key, other, oauth, verificationKeysResource("orders", held, current)])]);
    expect(found.verificationKeys).toEqual([
      {
        project: "webhooks",
        stack: "prod",
        name: "orders",
        urn: "urn:pulumi:prod::webhooks::pulumi-nodejs:dynamic/cybersource-webhooks:WebhookVerificationKeys::orders",
        earlierKeys,
        state,
      },
    ]);
  });

  test("that lack the current signing key are named in the summary", async () => {
    const resources = [
      verificationKeysResource("orders", ["b"], [key]),
      verificationKeysResource("refunds", [SECRETS.keyId], [key]),
    ];
    expect(summaryText(await report([stateText([key, ...resources])]))).toBe(
      "1 key in 1 stack: 1 valid. Receivers reject new notifications: the verification keys orders lack the current signing key or can't be read.",
    );
  });
});
