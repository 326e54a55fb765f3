import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import { HalfMadeKeyError } from "../../../../provider/resources/key/half-made-key.js";

test("Pulumi can read the half-made key from the error, but nothing that prints the error shows it", () => {
  const properties = { key: "s3cr3t-key-value" };
  const error = new HalfMadeKeyError("ERR_KEY_EXPIRED", "text", { id: "org/1", properties });
  expect(error).toMatchObject({ id: "org/1", properties, reasons: ["ERR_KEY_EXPIRED: text"] });
  expect(inspect(error, { depth: 10 }) + JSON.stringify(error) + String(error.stack)).not.toContain("s3cr3t");
});
