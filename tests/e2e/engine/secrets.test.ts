import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createCrypter } from "../../../local/engine/state/passphrase.js";
import { Secret } from "../../../local/engine/values/values.js";
import { PASSPHRASE, type Ran, Workspace } from "./workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const VALUE = "s3cr3t-value";
const SETTING = "s3cr3t-setting";
const SERIAL = "s3cr3t-serial";
const stateText = ({ stateFolder } = workspace): string =>
  readdirSync(join(stateFolder, "lab"))
    .map((file) => readFileSync(join(stateFolder, "lab", file), "utf8"))
    .join("\n");

const sealed = `{ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "${SERIAL}" }`;
const CODE = `
const create = provider.create;
provider.create = async function (news) {
  if (news.label === "e") return { id: "x", outs: { ...news, serial: ${sealed} } };
  const made = await create.call(this, news);
  if (news.label === "d") console.log("provider has " + this.setting);
  else delete made.outs.setting;
  return made;
};
`;
const PROGRAM = `
extendProvider(${JSON.stringify(CODE)});
const a = new Thing("a", { token: pulumi.secret("${VALUE}"), tags: { inner: pulumi.secret("${VALUE}"), open: "x" } });
new Thing("b", { colour: a.token });
exports.token = a.token;

console.log("program has " + config.require("setting"));
console.error(JSON.stringify({ value: config.require("setting") }));
pulumi.log.warn("warned of " + config.require("setting"));
new Thing("d", { colour: new pulumi.Config("other").require("plain") }, { additionalSecretOutputs: ["setting"] });
exports.setting = config.requireSecret("setting");

exports.given = new Thing("e").serial;
`;
const LATER = `${PROGRAM.replace('new pulumi.Config("other").require("plain")', '"5"')}
new Thing("c");
exports.serial = new Thing("f", {}, { additionalSecretOutputs: ["serial"] }).serial;
`;

/** A stack on which `up` ran once, and a copy on which it ran again, with other configuration and a new resource. */
let created: Workspace;
let ran: Ran;
let changed: Workspace;
let ranAgain: Ran;
beforeAll(async () => {
  const crypter = await createCrypter(PASSPHRASE);
  created = new Workspace();
  for (const [name, value] of Object.entries({ input: VALUE, configuration: SETTING })) created.keepSecret(name, value);
  created.write(
    "Pulumi.dev.yaml",
    `encryptionsalt: ${crypter.salt}\nconfig:\n  lab:setting:\n    secure: ${crypter.encrypt(SETTING)}\n  other:plain: 5\n`,
  );
  ran = await created.run("up", `${PROGRAM}\nexports.serial = new Thing("f").serial;`);

  changed = new Workspace();
  changed.continueFrom(created);
  changed.write("Pulumi.dev.yaml", changed.read("Pulumi.dev.yaml").replace("plain: 5", "plain: 6"));
  ranAgain = await changed.run("up", LATER);
});
afterAll(() => {
  created.remove();
  changed.remove();
});

describe("a secret input", () => {
  test("reaches the provider bare, and is secret again in all that comes back", () => {
    expect(ran.outputs["token"]).toEqual(new Secret(VALUE));
    expect(stateText(created)).not.toContain(VALUE);
    expect(created.resource("a").outputs).toMatchObject({
      token: { ciphertext: expect.stringMatching(/^v1:/) as unknown },
      tags: { inner: { ciphertext: expect.stringMatching(/^v1:/) as unknown }, open: "x" },
    });
    expect(JSON.stringify(ran.events)).not.toContain(VALUE);
  });

  test("that does not change keeps its ciphertext", () => {
    expect(changed.names).toContain("c");
    expect(changed.resource("a").inputs?.["token"]).toEqual(created.resource("a").inputs?.["token"]);
  });

  test("is known to be one through a refresh and a preview", async () => {
    workspace.continueFrom(created);
    await workspace.run("refresh", "", { env: { DRIFT: "a" } });
    expect(workspace.resource("a").outputs).toMatchObject({ colour: "faded" });
    expect(stateText()).not.toContain(VALUE);
    const previewed = await workspace.run("preview", PROGRAM.replace(VALUE, "another-value"));
    expect(previewed.outputs["token"]).toEqual(new Secret("another-value"));
  });
});

describe("a secret output", () => {
  test("is made one by additionalSecretOutputs, also of what has existed for long", () => {
    const serial = String(created.resource("f").outputs?.["serial"]);
    expect(ran.outputs["serial"]).toBe(serial);
    expect(ranAgain.changes).toEqual({ same: 6, create: 1 });
    expect(ranAgain.outputs["serial"]).toEqual(new Secret(serial));
    expect(changed.read("state/lab/dev.json")).not.toContain(serial);
  });

  test("is kept as one where the provider answers it in the wire form of secrets", () => {
    expect(ran.outputs["given"]).toEqual(new Secret(SERIAL));
    expect(stateText(created).replaceAll(/"__provider":.*/g, "")).not.toContain(SERIAL);
  });
});

describe("the configuration of the stack", () => {
  test("reaches program and provider, its secrets decrypted there and nowhere else", () => {
    expect(ran.outputs["setting"]).toEqual(new Secret(SETTING));
    expect(created.resource("d").inputs).toMatchObject({ colour: "5" });
    expect(stateText(created)).not.toContain(SETTING);
    expect(created.resource("default").inputs).toMatchObject({ "other:plain": "5" });
  });

  test("is hidden in what program and provider write", () => {
    const told = ran.events.flatMap((event) => (event.kind === "diagnostic" ? [event.message] : []));
    expect(told).toContain("program has [secret]");
    expect(told).toContain('{"value":"[secret]"}');
    expect(told).toContain("provider has [secret]");
    expect(ran.complaints).toEqual(["warned of [secret]"]);
  });

  test("that changes updates the provider, which is not counted", () => {
    expect(ranAgain.changes).toEqual({ same: 6, create: 1 });
    expect(changed.resource("default").inputs).toMatchObject({ "other:plain": "6" });
  });

  test("is not opened by another passphrase", async () => {
    workspace.continueFrom(created);
    const run = workspace.run("up", PROGRAM, { passphrase: "wrong" });
    await expect(run).rejects.toMatchObject({ code: "ERR_ENGINE_PASSPHRASE" });
  });
});
