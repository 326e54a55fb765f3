import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey, WebhookVerificationKeys } from "../../../provider/index.js";
import { type ProgramRun, runProgram } from "../../support/run-program.js";

const CURRENT = { keyId: "key-id", key: "key", expirationDate: "2099-01-01T00:00:00Z" };
type Make = (options?: pulumi.CustomResourceOptions) => pulumi.Resource;
const signingKey: Make = (options) => new WebhookSigningKey("orders", { organizationId: "org" }, options);
const credential: Make = (options) =>
  new WebhookOAuthCredential("orders", { organizationId: "org", clientId: "c", clientSecret: "s" }, options);
const ring: Make = (options) => new WebhookVerificationKeys("orders", { current: CURRENT }, options);
const run = (make: Make, options: pulumi.CustomResourceOptions): Promise<ProgramRun> => runProgram(() => make(options));

const NO_DELETE_FIRST =
  "has the option `deleteBeforeReplace`. With it, Pulumi removes the old key from the state first. If the request for the " +
  "new key then fails, the state has no key, and every further run requests another one. Remove the option: the old key " +
  "then stays in the state until the new one exists, and nothing is deleted at the service.";
const NO_READ =
  "The API can't read a key. Remove the option, and use the input `adopt` to bring in an existing key (docs/adoption.md).";
const NOTHING_TO_IMPORT =
  "It holds only the keys that the program passes, so there is nothing to import. Remove the option, and pass the key as " +
  "`current`.";

describe("an option", () => {
  test.each<[Make, pulumi.CustomResourceOptions, string]>([
    [signingKey, { deleteBeforeReplace: true }, `the WebhookSigningKey "orders" ${NO_DELETE_FIRST}`],
    [credential, { deleteBeforeReplace: true }, `the WebhookOAuthCredential "orders" ${NO_DELETE_FIRST}`],
    [signingKey, { import: "id" }, `the WebhookSigningKey "orders" has the option \`import\`. ${NO_READ}`],
    [credential, { import: "id" }, `the WebhookOAuthCredential "orders" has the option \`import\`. ${NO_READ}`],
    [ring, { import: "id" }, `the WebhookVerificationKeys "orders" has the option \`import\`. ${NOTHING_TO_IMPORT}`],
    [signingKey, { id: "id" }, `the WebhookSigningKey "orders" has the option \`id\`. ${NO_READ}`],
    [ring, { id: "id" }, `the WebhookVerificationKeys "orders" has the option \`id\`. ${NOTHING_TO_IMPORT}`],
  ])("is refused, and nothing is registered: %p %j", async (make, options, message) => {
    for (const refused of [await run(make, options), await run(make, { ...options, protect: true })]) {
      expect(refused).toEqual({ registered: [], refused: `ERR_OPTION_REFUSED: ${message}` });
    }
  });

  test.each<[Make, pulumi.CustomResourceOptions]>([
    [signingKey, { deleteBeforeReplace: false }],
    [ring, { deleteBeforeReplace: true }],
    [signingKey, { ignoreChanges: ["*"], retainOnDelete: true, protect: true, replaceOnChanges: ["tenant"] }],
    [credential, { ignoreChanges: ["clientSecret"], aliases: ["old"] }],
  ])("is accepted: %p %j", async (make, options) => {
    const { refused, registered } = await run(make, options);
    expect({ refused, registered: registered.length }).toEqual({ refused: undefined, registered: 1 });
  });
});

describe("isInstance", () => {
  const classes = [WebhookSigningKey, WebhookOAuthCredential, WebhookVerificationKeys] as const;

  test("is true for instances of the class only", async () => {
    await runProgram(() => {
      const made = [signingKey(), credential(), ring()];
      expect(classes.map((each) => made.map((resource) => each.isInstance(resource)))).toEqual([
        [true, false, false],
        [false, true, false],
        [false, false, true],
      ]);
      const others = [new pulumi.ComponentResource("a:b:C", "c"), {}, undefined, null, "WebhookSigningKey", made];
      for (const each of classes) expect(others.filter((other) => each.isInstance(other))).toEqual([]);
      expect(made.every((resource) => pulumi.CustomResource.isInstance(resource))).toBe(true);
    });
  });

  test("is true for a resource that another copy of the package created", () => {
    const copy = { __pulumiType: "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSigningKey" };
    expect(classes.map((each) => each.isInstance(copy))).toEqual([true, false, false]);
  });
});

describe("a program in JavaScript", () => {
  /** Constructs a resource with arguments that its types don't allow. */
  const make = (Kind: unknown, ...args: unknown[]): unknown =>
    Reflect.construct(Kind as new () => object, ["orders", ...args]);

  test.each<[unknown, unknown[], object]>([
    [WebhookSigningKey, [], {}],
    [WebhookSigningKey, [{}], {}],
    [WebhookOAuthCredential, [], {}],
    [WebhookOAuthCredential, [{ organizationId: "org" }], { organizationId: "org" }],
  ])("registers %p with %j, so that check reports what is missing", async (Kind, args, inputs) => {
    const { registered, refused } = await runProgram(() => make(Kind, ...args));
    expect(refused).toBeUndefined();
    expect(registered.map((resource) => resource.inputs)).toEqual([{ ...inputs, __provider: expect.any(String) }]);
  });

  test.each([[], [{}], [{ overlapDays: 7 }]])(
    "gets an error if verification keys have no current key: %j",
    async (...args) => {
      expect(await runProgram(() => make(WebhookVerificationKeys, ...args))).toEqual({
        registered: [],
        refused:
          "ERR_INPUT_MISSING: current is required: the WebhookSigningKey that signs now, or its keyId, key and expirationDate.",
      });
    },
  );
});
