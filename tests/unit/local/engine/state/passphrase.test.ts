import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  type Crypter,
  createCrypter,
  openCrypter,
  readPassphrase,
} from "../../../../../local/engine/state/passphrase.js";
import { FIXTURE_PASSPHRASE } from "../fixture-file.js";

// Created by `pulumi stack init` and `pulumi config set --secret` (v3.260.0).
const CLI_SALT = "v1:9fde90T+qeg=:v1:EIJS82dZKB66TVcb:u7bWM1Jti/6FuGmUPdxLC5MZSzmjEg==";
const CLI_CIPHERTEXT = "v1:1PJksRpvS2eAhbpg:RnQ/Bf4NBAGNI38OeEhjMCUIVCPoVw==";
const PASSPHRASE_ERROR = expect.objectContaining({ code: "ERR_ENGINE_PASSPHRASE" });

let cli: Crypter;
beforeAll(async () => {
  cli = await openCrypter(CLI_SALT, FIXTURE_PASSPHRASE);
});

describe("a crypter", () => {
  test("decrypts what the Pulumi CLI encrypted", () => {
    expect(cli.decrypt(CLI_CIPHERTEXT)).toBe("s3cret");
  });

  test("decrypts what it encrypted, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(cli.decrypt(cli.encrypt(text))).toBe(text);
      }),
    );
  });

  test("encrypts the same text differently each time, in Pulumi's format", () => {
    const [first, second] = [cli.encrypt("x"), cli.encrypt("x")];
    expect(first).toMatch(/^v1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/=]{24}$/);
    expect(first).not.toBe(second);
  });

  test("can be opened again with its salt and passphrase", async () => {
    const made = await createCrypter("p");
    expect(made.salt).toMatch(/^v1:[A-Za-z0-9+/]{11}=:v1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/=]+$/);
    const opened = await openCrypter(made.salt, "p");
    expect(opened.decrypt(made.encrypt("x"))).toBe("x");
    expect(opened.salt).toBe(made.salt);
    expect((await createCrypter("p")).salt).not.toBe(made.salt);
  });

  test("rejects a wrong passphrase, even if only a space differs", async () => {
    await expect(openCrypter(CLI_SALT, `${FIXTURE_PASSPHRASE} `)).rejects.toThrow("Incorrect passphrase");
    await expect(openCrypter(CLI_SALT, "")).rejects.toThrow(PASSPHRASE_ERROR);
  });

  test("rejects a salt with a changed check value", async () => {
    await expect(openCrypter(CLI_SALT.replace("u7bW", "u7bX"), FIXTURE_PASSPHRASE)).rejects.toThrow(PASSPHRASE_ERROR);
  });

  test.each([
    ["", "nothing"],
    ["v1:abc", "no check value"],
    [CLI_SALT.replace("v1:", "v2:"), "another version"],
    [`${CLI_SALT}:more`, "extra text"],
    [CLI_SALT.replace("9fde", "9f*e"), "not base64"],
  ])("rejects %j as a salt: %s", async (salt) => {
    await expect(openCrypter(salt, FIXTURE_PASSPHRASE)).rejects.toThrow(
      "not in the format of Pulumi's passphrase secrets provider",
    );
  });

  test("rejects a ciphertext if any character was changed", () => {
    const ciphertext = cli.encrypt("hunter2");
    // Not the last characters: they contain bits that base64 ignores.
    for (let index = 0; index < ciphertext.length - 3; index += 1) {
      const other = ciphertext[index] === "A" ? "B" : "A";
      const tampered = ciphertext.slice(0, index) + other + ciphertext.slice(index + 1);
      expect(() => cli.decrypt(tampered)).toThrow(PASSPHRASE_ERROR);
    }
  });

  test.each([
    ["", "nothing"],
    ["plain", "no ciphertext"],
    ["v1:1PJksRpvS2eAhbpg:", "no tag"],
    ["v1:1PJksRpvS2eAhbpg:RnQ/Bf4NBAGNI38OeEhj", "a short tag"],
    ["v1::RnQ/Bf4NBAGNI38OeEhjMCUIVCPoVw==", "no nonce"],
    ["v1:1PJksRpvS2eA:RnQ/Bf4NBAGNI38OeEhjMCUIVCPoVw==", "a short nonce"],
  ])("rejects %j as a ciphertext: %s", (ciphertext) => {
    expect(() => cli.decrypt(ciphertext)).toThrow(PASSPHRASE_ERROR);
  });
});

describe("the passphrase", () => {
  const folder = mkdtempSync(join(tmpdir(), "passphrase-"));
  const file = join(folder, "passphrase");
  afterAll(() => rmSync(folder, { recursive: true }));

  test("comes from PULUMI_CONFIG_PASSPHRASE first, even if it is empty", () => {
    expect(readPassphrase({ PULUMI_CONFIG_PASSPHRASE: " a ", PULUMI_CONFIG_PASSPHRASE_FILE: file })).toBe(" a ");
    expect(readPassphrase({ PULUMI_CONFIG_PASSPHRASE: "" })).toBe("");
  });

  test("comes from the file in PULUMI_CONFIG_PASSPHRASE_FILE, without surrounding spaces", () => {
    writeFileSync(file, "  from a file\n");
    expect(readPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: file })).toBe("from a file");
  });

  test("is required, and the error names both variables", () => {
    expect(() => readPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: "" })).toThrow(
      /PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE/,
    );
  });

  test("is rejected with the reason if its file can't be read", () => {
    const missing = join(folder, "missing");
    expect(() => readPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: missing })).toThrow(/missing.*ENOENT/);
  });
});
