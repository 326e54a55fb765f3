import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { isUnknown, wireSecret, withWireSecrets } from "../../../provider/resources/protocol.js";
import { UNKNOWN } from "./unknown.js";

test("the markers are those of Pulumi's own SDK", () => {
  const { specialSigKey, specialSecretSig, unknownValue } = pulumi.runtime;
  expect(wireSecret("x")).toEqual({ [specialSigKey]: specialSecretSig, value: "x" });
  expect(UNKNOWN).toBe(unknownValue);
  expect(isUnknown(unknownValue)).toBe(true);
  expect(isUnknown("1c4a061d-8072-4f0a-a4cb-0ff528b18fe7")).toBe(true);
  expect(isUnknown("bdc0fe52-091e-b0d6-e053-34b8d30a0504")).toBe(false);
});

test("only the named properties are marked as secret", () => {
  expect(withWireSecrets({ key: "k", host: "h" }, new Set(["key", "absent"]))).toEqual({
    key: wireSecret("k"),
    host: "h",
  });
});
