import { expect, test } from "@jest/globals";
import { CASES } from "./cases.js";

test("npm test tries at least a hundred thousand cases", () => {
  const total = Object.values(CASES).reduce((sum, cases) => sum + cases, 0);
  expect(total).toBeGreaterThanOrEqual(100_000);
});
