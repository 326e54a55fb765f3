import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../support/project.js";
import { draw } from "../unit/scripts/draw.js";

test("the picture of a renewal shows what a run prints today", () => {
  expect(draw("draw-renewal.mjs", PROJECT_ROOT, "--check")).toMatchObject({ status: 0, stderr: "" });
});
