import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey, WebhookVerificationKeys } from "../../../provider/index.js";
import { ignoredCurrentWarning } from "../../../provider/resources/verification-keys/ignored-current.js";

const KEY = { keyId: "key-id", key: "a2V5IG9mIHRlc3Rz", expirationDate: "2099-01-31T12:00:00Z" };

let warned: string[];
let errors: string[];
/** The output `keys` that the monitor returns. */
let storedKeys: unknown;
beforeEach(() => {
  warned = [];
  errors = [];
  storedKeys = [KEY];
  jest.spyOn(console, "warn").mockImplementation((line: string) => void warned.push(line));
  jest.spyOn(console, "error").mockImplementation((line: string) => void errors.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs a program with Pulumi's mocks, and returns the warnings. */
const warningsIn = async (program: () => void): Promise<readonly string[]> => {
  await pulumi.runtime.setMocks({
    newResource: ({ type }) => ({
      id: "id",
      state: type.endsWith(":WebhookVerificationKeys")
        ? { ...(storedKeys !== undefined && { keys: storedKeys }) }
        : KEY,
    }),
    call: () => ({}),
  });
  program();
  await pulumi.runtime.disconnect();
  // Pulumi does not wait for an `apply` that registers nothing.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return warned;
};

describe("the current key", () => {
  test("is required, in JavaScript too", async () => {
    const make = WebhookVerificationKeys as unknown as new (name: string, args?: unknown) => unknown;
    await warningsIn(() => {
      for (const args of [undefined, {}, { current: undefined }, { current: null }]) {
        expect(() => new make("a", args)).toThrow("ERR_INPUT_MISSING: current is required: the WebhookSigningKey");
      }
    });
  });

  test("must not be an OAuth credential, which is refused by the types and at run time", async () => {
    await warningsIn(() => {
      const credential = new WebhookOAuthCredential("a", { organizationId: "org", clientId: "c", clientSecret: "s" });
      expect(() => {
        // @ts-expect-error -- the types must refuse it
        new WebhookVerificationKeys("a", { current: credential });
      }).toThrow(
        "ERR_INPUT_INVALID: current must be a WebhookSigningKey, but it's a WebhookOAuthCredential, whose key doesn't sign notifications.",
      );
    });
  });

  test("may be a signing key, a component with the same outputs, an output, or plain values", async () => {
    class Wrapped extends pulumi.ComponentResource {
      readonly keyId = pulumi.output(KEY.keyId);
      readonly key = pulumi.output(KEY.key);
      readonly expirationDate = pulumi.output(KEY.expirationDate);
    }
    expect(
      await warningsIn(() => {
        new WebhookVerificationKeys("a", { current: new WebhookSigningKey("a", { organizationId: "org" }) });
        new WebhookVerificationKeys("b", { current: new Wrapped("test:Wrapped", "b") });
        new WebhookVerificationKeys("c", { current: pulumi.output(KEY) });
        new WebhookVerificationKeys("d", { current: KEY });
      }),
    ).toEqual([]);
  });
});

describe("options that keep new keys out", () => {
  test.each([["*"], ["current"], ["current.keyId"], ['current["keyId"]']])("ignoreChanges: %s", async (path) => {
    expect(
      await warningsIn(() => {
        new WebhookVerificationKeys("a", { current: KEY }, { ignoreChanges: [path] });
      }),
    ).toEqual([expect.stringContaining("ignoreChanges keeps new signing keys out of this resource")]);
  });

  test("other paths in ignoreChanges aren't a problem", () => {
    expect(ignoredCurrentWarning([])).toBeUndefined();
    expect(ignoredCurrentWarning(["overlapDays", "currently", "x.current"])).toBeUndefined();
  });
});

describe("a protected signing key", () => {
  class Group extends pulumi.ComponentResource {
    constructor(protect: boolean) {
      super("test:Group", "group", {}, { protect });
    }
  }
  let count = 0;
  const keyBelow = (group: Group, options: pulumi.CustomResourceOptions = {}): void => {
    count += 1;
    const current = new WebhookSigningKey("a", { organizationId: `below-${count}` }, { parent: group, ...options });
    new WebhookVerificationKeys("a", { current }, { parent: group });
  };

  test("causes a warning if it inherits `protect` from its parent", async () => {
    expect(await warningsIn(() => keyBelow(new Group(true)))).toEqual([
      expect.stringContaining("This key is protected, because its parent is"),
    ]);
  });

  test("causes no warning if it has its own `protect`, or if nothing is protected", async () => {
    expect(await warningsIn(() => keyBelow(new Group(true), { protect: false }))).toEqual([]);
    expect(await warningsIn(() => keyBelow(new Group(false), { protect: true }))).toEqual([]);
    expect(await warningsIn(() => keyBelow(new Group(false)))).toEqual([]);
  });
});

describe("a run that leaves the verification keys without the current signing key", () => {
  const program = (): void => {
    new WebhookVerificationKeys("a", { current: KEY });
  };

  test("fails, with the error on the resource", async () => {
    storedKeys = [{ ...KEY, keyId: "other-key-id" }, KEY];
    expect(await warningsIn(program)).toEqual([]);
    expect(errors).toEqual([
      expect.stringContaining("ERR_VERIFICATION_KEYS_STALE: this resource doesn't hold the current"),
    ]);
    expect(errors.join()).not.toContain("key-id");
  });

  test.each([undefined, [], [{}], "keys", [KEY]])("isn't assumed if the output `keys` is %j", async (keys) => {
    storedKeys = keys;
    expect(await warningsIn(program)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
