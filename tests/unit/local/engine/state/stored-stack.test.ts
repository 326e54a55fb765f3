import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { deploymentSalt, encodeDeployment } from "../../../../../local/engine/state/deployment.js";
import { createCrypter } from "../../../../../local/engine/state/passphrase.js";
import { readProject } from "../../../../../local/engine/project/project.js";
import { readStackFile, type StackFile } from "../../../../../local/engine/project/stack-config.js";
import { openStoredStack } from "../../../../../local/engine/state/stored-stack.js";
import { FIXTURE_PASSPHRASE, fixtureFile } from "../fixture-file.js";

const state: unknown = JSON.parse(readFileSync(fixtureFile("exported-state.json"), "utf8"));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stored-stack-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: ledger\nruntime: nodejs\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const newStackFile = async (): Promise<StackFile> => readStackFile(await readProject(folder), "dev");

describe("opening a stored stack", () => {
  test("creates a salt for a stack that has neither file nor state", async () => {
    const stackFile = await newStackFile();
    const { crypter, snapshot } = await openStoredStack(stackFile, undefined, "p");
    expect(snapshot).toBeUndefined();
    expect(stackFile.encryptionSalt).toBe(crypter.salt);
  });

  test("uses the salt of the state if the file has none", async () => {
    const stackFile = await newStackFile();
    const { crypter, snapshot } = await openStoredStack(stackFile, state, FIXTURE_PASSPHRASE);
    expect(crypter.salt).toBe(deploymentSalt(state));
    expect(stackFile.encryptionSalt).toBe(crypter.salt);
    expect(snapshot?.resources).toHaveLength(5);
  });

  test("reads a state with another salt, and encrypts with the file's salt from then on", async () => {
    const stackFile = await newStackFile();
    stackFile.setEncryptionSalt((await createCrypter(FIXTURE_PASSPHRASE)).salt);
    const { crypter, snapshot } = await openStoredStack(stackFile, state, FIXTURE_PASSPHRASE);
    expect(crypter.salt).toBe(stackFile.encryptionSalt);
    expect(snapshot?.resources).toHaveLength(5);
    if (snapshot !== undefined) expect(deploymentSalt(encodeDeployment(snapshot, crypter))).toBe(crypter.salt);
  });

  test("rejects a wrong passphrase, both for the file and for the state", async () => {
    await expect(openStoredStack(await newStackFile(), state, "wrong")).rejects.toThrow("Incorrect passphrase");
    const stackFile = await newStackFile();
    stackFile.setEncryptionSalt((await createCrypter("wrong")).salt);
    await expect(openStoredStack(stackFile, state, "wrong")).rejects.toThrow("Incorrect passphrase");
  });
});
