import { expect, test } from "@jest/globals";
import { createSecondChecks } from "../../../provider/resources/second-check.js";

const INPUTS = { organizationId: "org", certificate: "c" };

test("each of several replacements with the same inputs has one second check", () => {
  const isSecond = createSecondChecks();
  expect([isSecond(INPUTS, INPUTS), isSecond(INPUTS, INPUTS)]).toEqual([false, false]);
  expect([isSecond({}, INPUTS), isSecond({}, INPUTS), isSecond({}, INPUTS)]).toEqual([true, true, false]);
});

test("a new resource isn't taken for the replacement of another one with the same inputs, if resources are known", () => {
  let current = "";
  const isSecond = createSecondChecks(() => current);
  const check = (urn: string, olds: object): boolean => {
    current = urn;
    return isSecond({ ...olds }, INPUTS);
  };
  expect(check("urn:old", INPUTS)).toBe(false);
  expect([check("urn:new", {}), check("urn:old", {})]).toEqual([false, true]);
});
