import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "@jest/globals";
import * as fc from "fast-check";
import { decodeDeployment, deploymentSalt, encodeDeployment } from "../../local/engine/state/deployment.js";
import { type Crypter, createCrypter } from "../../local/engine/state/passphrase.js";
import { readProject } from "../../local/engine/project/project.js";
import { readStackFile } from "../../local/engine/project/stack-config.js";
import { openStateStore } from "../../local/engine/state/state-store.js";
import { rejectUnsupportedState } from "../../local/engine/state/supported-state.js";
import { CASES } from "./cases.js";
import { dangerousName, fuzz, hostileObject, hostileText, hostileValue, MARK, mayRefuse } from "./hostile.js";

let folder: string;
let crypter: Crypter;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fuzz-"));
  crypter = await createCrypter("passphrase");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Removes the file first: a file system may write a file to the disk at once if it was emptied. */
const writeAnew = (file: string, text: string): void => {
  rmSync(file, { force: true });
  writeFileSync(file, text);
};

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const URN = "urn:pulumi:dev::lab::pulumi-nodejs:dynamic/lab:Thing::a";
const RESOURCE = {
  urn: URN,
  custom: true,
  id: "id",
  type: "pulumi-nodejs:dynamic/lab:Thing",
  inputs: {},
  outputs: {},
  parent: "urn:pulumi:dev::lab::pulumi:pulumi:Stack::lab-dev",
  dependencies: [],
  propertyDependencies: { a: [URN] },
  additionalSecretOutputs: ["key"],
  customTimeouts: { create: 1 },
  initErrors: ["no"],
  protect: false,
};

/** A secret as in a state, well-formed or not. */
const sealed = fc
  .tuple(
    fc.constantFrom("ciphertext", "plaintext", "value"),
    fc.oneof(hostileText, fc.constant("v1:AAAA:AAAA")),
    fc.boolean(),
  )
  .map(([name, text, isRight]) => ({
    [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270",
    [name]: isRight ? crypter.encrypt(JSON.stringify(text)) : text,
  }));
const properties = fc.dictionary(fc.oneof(dangerousName, fc.string({ maxLength: 3 })), fc.oneof(hostileValue, sealed), {
  maxKeys: 3,
});
/** URNs and IDs are never secret in Pulumi: every engine prints them. */
const named = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      ["urn", "id"].includes(name) && typeof value === "string" ? value.replaceAll(MARK, "name") : value,
    ]),
  );
const resource = fc
  .tuple(hostileObject(RESOURCE).map(named), properties, properties, fc.boolean())
  .map(([fields, inputs, outputs, isPlaced]) => ({ ...fields, ...(isPlaced && { inputs, outputs }) }));
const deployment = fc
  .tuple(
    hostileObject({ version: 3, features: [] }),
    hostileObject({ manifest: { time: "2026-01-31T12:00:00Z", version: "v3" }, metadata: {}, secrets_providers: null }),
    fc.array(resource, { maxLength: 3 }),
    fc.boolean(),
  )
  .map(([top, fields, resources, isPlaced]) => ({ ...top, ...(isPlaced && { deployment: { ...fields, resources } }) }));

describe("any state is read, or rejected with a documented error", () => {
  test("and is written back unchanged", async () => {
    await fuzz(
      CASES.states,
      fc.oneof({ weight: 9, arbitrary: deployment }, { weight: 1, arbitrary: hostileValue }),
      async (state) => {
        await mayRefuse(() => deploymentSalt(state));
        const snapshot = await mayRefuse(() => decodeDeployment(state, crypter));
        if (snapshot === undefined) return;
        await mayRefuse(() => rejectUnsupportedState(snapshot));
        const written = JSON.stringify(encodeDeployment(snapshot, crypter));
        const again = encodeDeployment(decodeDeployment(JSON.parse(written), crypter), crypter);
        if (JSON.stringify(again) !== written) throw new Error("another state was written than was read");
      },
    );
  });

  test.each(["[", '{"a":'])("even if it is nested too deeply, with %s", async (open) => {
    const depth = 100_000;
    const deep = JSON.parse(open.repeat(depth) + "1" + (open === "[" ? "]" : "}").repeat(depth)) as unknown;
    for (const part of [{ inputs: { deep } }, { otherField: deep }, { replacementTrigger: deep }]) {
      const state = { version: 3, deployment: { manifest: { time: "" }, resources: [{ ...RESOURCE, ...part }] } };
      await mayRefuse(() => encodeDeployment(decodeDeployment(state, crypter), crypter));
    }
  });

  test("from a file with any text", async () => {
    const store = openStateStore({ folder, project: "lab", stack: "dev" });
    await store.write({ version: 3, deployment: {} });
    for (const text of ["", "{", `{"a":"${MARK}"`, "\0", "\ufeff{}", "[".repeat(100_000)]) {
      writeFileSync(store.file, text);
      await mayRefuse(async () => decodeDeployment(await store.read(), crypter));
    }
  });
});

const ANCHORS = fc.constantFrom(
  ...[
    "&a [*a, *a]",
    "*nowhere",
    "<<: 5",
    "<<: *nowhere",
    "? {a: b}\n: c",
    "!!binary 5",
    "!!set {a}",
    `!<${MARK}> 5`,
    "- a\nb: c",
  ],
  ...[
    "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]",
  ],
  ...[
    "%YAML 1.1\n---\na: yes",
    "--- a\n--- b",
    "a: 'x",
    "\tb: 1",
    "{a: 1, a: 2}",
    `"${MARK}": *${MARK}`,
    `? [${MARK}]\n: 1`,
    "0123",
    "2026-01-31",
  ],
);
const yamlValue = fc.oneof(
  { weight: 4, arbitrary: hostileValue.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: hostileText },
  { weight: 2, arbitrary: ANCHORS.map((text) => `\n  ${text.replaceAll("\n", "\n  ")}`) },
);
const yamlOf = (names: readonly string[]): fc.Arbitrary<string> => {
  const line = fc
    .tuple(fc.oneof(fc.constantFrom(...names), dangerousName), yamlValue)
    .map(([name, value]) => `${name}: ${value}`);
  return fc.oneof(
    { weight: 6, arbitrary: fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n")) },
    { weight: 2, arbitrary: ANCHORS },
    { weight: 1, arbitrary: hostileText },
  );
};

describe("any YAML file is read, or rejected with a documented error", () => {
  test("of a stack", async () => {
    const project = {
      name: "lab",
      folder,
      runtimeOptions: new Map(),
      settings: [{ key: "lab:a", type: "string", isSecret: true }],
      stackFile: () => join(folder, "Pulumi.dev.yaml"),
    };
    const text = fc.oneof(
      yamlOf(["config", "encryptionsalt", "secretsprovider", "encryptedkey", "environment"]),
      yamlOf(["a", "lab:a", "a:b:c:d", "secure"]).map((inner) => `config:\n  ${inner.replaceAll("\n", "\n  ")}`),
    );
    await fuzz(CASES.stackFiles, text, async (content) => {
      writeAnew(project.stackFile(), content);
      await mayRefuse(async () => {
        const file = await readStackFile(project, "dev");
        return [file.encryptionSalt, file.config(crypter)];
      });
    });
  });

  test("of a project", async () => {
    await fuzz(
      CASES.projects,
      yamlOf(["name", "runtime", "main", "config", "options", "stackConfigDir"]),
      async (content) => {
        writeAnew(join(folder, "Pulumi.yaml"), content);
        await mayRefuse(async () => {
          const project = await readProject(folder);
          return project.stackFile("dev");
        });
      },
    );
  });
});
