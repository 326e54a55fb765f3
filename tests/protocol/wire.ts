import { expect } from "@jest/globals";
import { runtime } from "@pulumi/pulumi";
import { type Bag } from "../support/provider-client.js";

/** How changes are told in the answer to diff. */
export const NO_CHANGE = 1;
export const CHANGE = 2;

export const UNKNOWN = runtime.unknownValue;
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

export const isSecret = (value: unknown): boolean => Reflect.get(Object(value), SIGNATURE_KEY) === SECRET_SIGNATURE;

/** Unwraps a secret. Fails if the value isn't marked as one. */
export const secret = (value: unknown): unknown => {
  expect(value).toMatchObject({ [SIGNATURE_KEY]: SECRET_SIGNATURE });
  return Reflect.get(Object(value), "value");
};

/** Outputs in the form in which the engine passes them to the provider later: with secrets unwrapped. */
export const plain = (outs: Bag): Bag => {
  const entries = Object.entries(outs).filter(([name]) => name !== "__provider");
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Object(value) === value ? (secret(value) as string) : value]),
  );
};
