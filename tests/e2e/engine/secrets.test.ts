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
const stateText = ({ stateFolder } = workspace): string =>
  readdirSync(join(stateFolder, "lab"))
    .map((file) => readFileSync(join(stateFolder, "lab", file), "utf8"))
    .join("\n");

describe("a secret input", () => {
  const PROGRAM = `
const a = new Thing("a", { token: pulumi.secret("${VALUE}"), tags: { inner: pulumi.secret("${VALUE}"), open: "x" } });
new Thing("b", { colour: a.token });
exports.token = a.token;
`;

  let created: Workspace;
  let ran: Ran;
  beforeAll(async () => {
    created = new Workspace();
    created.keepSecret("input", VALUE);
    ran = await created.run("up", PROGRAM);
  });
  beforeEach(() => workspace.continueFrom(created));
  afterAll(() => created.remove());

  test("reaches the provider bare, and is secret again in all that comes back", () => {
    expect(ran.outputs["token"]).toEqual(new Secret(VALUE));
    expect(stateText(created)).not.toContain(VALUE);
    expect(created.resource("a").outputs).toMatchObject({
      token: { ciphertext: expect.stringMatching(/^v1:/) as unknown },
      tags: { inner: { ciphertext: expect.stringMatching(/^v1:/) as unknown }, open: "x" },
    });
    expect(JSON.stringify(ran.events)).not.toContain(VALUE);
  });

  test("that does not change keeps its ciphertext", async () => {
    await workspace.run("up", `${PROGRAM}\nnew Thing("c");`);
    expect(workspace.names).toContain("c");
    expect(workspace.resource("a").inputs?.["token"]).toEqual(created.resource("a").inputs?.["token"]);
  });

  test("is known to be one through a refresh and a preview", async () => {
    await workspace.run("refresh", "", { env: { DRIFT: "a" } });
    expect(stateText()).not.toContain(VALUE);
    const previewed = await workspace.run("preview", PROGRAM.replace(VALUE, "another-value"));
    expect(previewed.outputs["token"]).toEqual(new Secret("another-value"));
  });
});

describe("a secret output", () => {
  test("is made one by additionalSecretOutputs, also of what has existed for long", async () => {
    await workspace.run("up", `new Thing("a");`);
    const serial = String(workspace.resource("a").outputs?.["serial"]);
    const ran = await workspace.run(
      "up",
      `const a = new Thing("a", {}, { additionalSecretOutputs: ["serial"] }); exports.serial = a.serial;`,
    );
    expect(ran.changes).toEqual({ same: 2 });
    expect(ran.outputs).toEqual({ serial: new Secret(serial) });
    expect(workspace.read("state/lab/dev.json")).not.toContain(serial);
  });

  test("is kept as one where the provider answers it in the wire form of secrets", async () => {
    const sealed = `{ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "${VALUE}" }`;
    const program = `
provider.create = async (news) => ({ id: "x", outs: { ...news, serial: ${sealed} } });
const a = new Thing("a");
exports.serial = a.serial;
`;
    const ran = await workspace.run("up", program);
    expect(ran.outputs).toEqual({ serial: new Secret(VALUE) });
    expect(stateText().replaceAll(/"__provider":.*/g, "")).not.toContain(VALUE);
  });
});

describe("the configuration of the stack", () => {
  const PROGRAM = `
console.log("program has " + config.require("setting"));
console.error(JSON.stringify({ value: config.require("setting") }));
pulumi.log.warn("warned of " + config.require("setting"));
const create = provider.create;
provider.create = async function (news) { console.log("provider has " + this.setting); return create.call(this, news); };
const a = new Thing("a", { colour: new pulumi.Config("other").require("plain") }, { additionalSecretOutputs: ["setting"] });
exports.setting = config.requireSecret("setting");
`;

  let created: Workspace;
  let ran: Ran;
  beforeAll(async () => {
    const crypter = await createCrypter(PASSPHRASE);
    created = new Workspace();
    created.keepSecret("configuration", VALUE);
    created.write(
      "Pulumi.dev.yaml",
      `encryptionsalt: ${crypter.salt}\nconfig:\n  lab:setting:\n    secure: ${crypter.encrypt(VALUE)}\n  other:plain: 5\n`,
    );
    ran = await created.run("up", PROGRAM);
  });
  beforeEach(() => workspace.continueFrom(created));
  afterAll(() => created.remove());

  test("reaches program and provider, its secrets decrypted there and nowhere else", () => {
    expect(ran.outputs["setting"]).toEqual(new Secret(VALUE));
    expect(created.resource("a").inputs).toMatchObject({ colour: "5" });
    expect(stateText(created)).not.toContain(VALUE);
    expect(created.resource("default").inputs).toMatchObject({ "other:plain": "5" });
  });

  test("is hidden in what program and provider write", () => {
    const told = ran.events.flatMap((event) => (event.kind === "diagnostic" ? [event.message] : []));
    expect(told).toContain("program has [secret]");
    expect(told).toContain('{"value":"[secret]"}');
    expect(told).toContain("provider has [secret]");
    expect(ran.complaints).toEqual(["warned of [secret]"]);
  });

  test("that changes updates the provider, which is not counted", async () => {
    const program = PROGRAM.replace('new pulumi.Config("other").require("plain")', '"5"');
    workspace.write("Pulumi.dev.yaml", workspace.read("Pulumi.dev.yaml").replace("plain: 5", "plain: 6"));
    expect((await workspace.run("up", program)).changes).toEqual({ same: 2 });
    expect(workspace.resource("default").inputs).toMatchObject({ "other:plain": "6" });
  });

  test("is not opened by another passphrase", async () => {
    const run = workspace.run("up", PROGRAM, { passphrase: "wrong" });
    await expect(run).rejects.toMatchObject({ code: "ERR_ENGINE_PASSPHRASE" });
  });
});
