import { expect, test } from "@jest/globals";
import { encryptCommands } from "../../../provider/program/encrypt-commands.js";
import { withParts } from "../../../provider/program/leaves.js";

const KEY = "cybersource-webhooks:connections";

const FOUND = [
  [KEY, "india", "p12"],
  [KEY, "it's", "p12Password"],
];

test("an object's parts are encrypted by their paths, which are words of a shell", () => {
  expect(encryptCommands(FOUND, () => "object")).toEqual([
    `pulumi config set --secret --path '${KEY}.india.p12'`,
    String.raw`pulumi config set --secret --path '${KEY}["it'\''s"].p12Password'`,
  ]);
});

test("a text is encrypted as a whole, once", () => {
  expect(encryptCommands(FOUND, () => "text")).toEqual([`pulumi config set --secret '${KEY}'`]);
});

test("where nobody can tell, both are said", () => {
  expect(encryptCommands(FOUND.slice(0, 1), () => "unknown")).toEqual([
    `pulumi config set --secret --path '${KEY}.india.p12'`,
    `(If ${KEY} was set as one JSON text, or is in Pulumi.yaml, --path would drop the rest of it: run pulumi config set ` +
      `--secret '${KEY}' instead.)`,
  ]);
  expect(encryptCommands([["shop:clientSecret"]], () => "unknown")).toEqual([
    "pulumi config set --secret 'shop:clientSecret'",
  ]);
});

test("a name of digits isn't the number of an entry", () => {
  const text = JSON.stringify({ 2026: [{ 1: "a" }], "20-26": "b" });
  const found = withParts({ names: ["shop:keys"], text }).slice(1);
  const names = found.map((leaf) => leaf.names);
  expect(encryptCommands(names, () => "object")).toEqual([
    `pulumi config set --secret --path 'shop:keys["2026"][0]["1"]'`,
    "pulumi config set --secret --path 'shop:keys.20-26'",
  ]);
});
