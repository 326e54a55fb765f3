import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { type Bag } from "../support/provider-client.js";

const SECRET = "eW91ci1zZWNyZXQta2V5LXRoYXQtaXMtbG9uZw==";

interface Files {
  readonly project?: string;
  readonly stack?: string;
}

/** What the plugin says of these inputs of a provider, in a project with these files. */
const reasonsOf = async ({ project = "", stack }: Files, given: Bag, provider?: string): Promise<string[]> => {
  const folder = createScratch("credentials");
  writeFileSync(join(folder, "Pulumi.yaml"), `name: shop\nruntime: yaml\n${project}`);
  if (stack !== undefined) writeFileSync(join(folder, "Pulumi.dev.yaml"), stack);
  const plugin = await startPlugin({ folder, ...(provider !== undefined && { provider }) });
  const { reasons } = await plugin.checkConfig(given);
  await plugin.stop();
  return reasons;
};

const ENCRYPTED = `config:
  cybersource-webhooks:p12Password:
    secure: v1:abc
  cybersource-webhooks:merchantSecretKey:
    secure: v1:def
  cybersource-webhooks:connections:
    india:
      p12Password:
        secure: v1:ghi
    live: { merchantSecretKey: { secure: v1:jkl }, merchantId: my_merchant }
`;

test.each<[what: string, files: Files, given: Bag]>([
  [
    "another setting of the project's file",
    { project: "config:\n  cybersource-webhooks:merchantId:\n    value: my_merchant\n", stack: ENCRYPTED },
    { p12Password: "my_merchant" },
  ],
  [
    "the default of something else",
    {
      project:
        "config:\n  retries: { type: string, default: changeit }\n  cybersource-webhooks:p12Password: { secret: true }\n",
    },
    { p12Password: "changeit" },
  ],
  [
    "an input of a resource",
    { project: `resources:\n  a:\n    type: random:X\n    properties:\n      value: ${SECRET}\n`, stack: ENCRYPTED },
    { merchantSecretKey: SECRET },
  ],
  [
    "the same credential in another configuration",
    {
      project: `config:\n  other:connections:\n    value: { india: { p12Password: changeit } }\n`,
      stack: `${ENCRYPTED}  other:connections:\n    india:\n      p12Password: changeit\n`,
    },
    { connections: JSON.stringify({ india: { p12Password: "changeit" } }) },
  ],
])("an encrypted credential isn't refused because it equals %s", async (_, files, given) => {
  expect(await reasonsOf(files, given)).toEqual([]);
});

const refusal = (...commands: string[]): string =>
  "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
  `the credential. Then encrypt it:${commands.map((command) => `\n  pulumi config set --secret ${command}`).join("")}`;
const NOTE =
  "\n  (If cybersource-webhooks:connections was set as one JSON text, or is in Pulumi.yaml, --path would drop the rest of it: run " +
  "pulumi config set --secret 'cybersource-webhooks:connections' instead.)";
const REMOVAL = "\nand remove it from the project's file, Pulumi.yaml.";

test("of two equal credentials, the one in plain text is named", async () => {
  const stack = `${ENCRYPTED}    us:\n      p12Password: changeit\n`;
  const connections = JSON.stringify({ india: { p12Password: "changeit" }, us: { p12Password: "changeit" } });
  expect(await reasonsOf({ stack }, { p12Password: "changeit", connections })).toEqual([
    refusal("--path 'cybersource-webhooks:connections.us.p12Password'"),
  ]);
});

test.each<[what: string, files: Files, given: Bag, expected: string]>([
  [
    "in a connection of the project's file",
    {
      project: `config:\n  cybersource-webhooks:connections:\n    value:\n      india:\n        merchantSecretKey: ${SECRET}\n`,
    },
    { connections: JSON.stringify({ india: { merchantSecretKey: SECRET } }) },
    refusal("--path 'cybersource-webhooks:connections.india.merchantSecretKey'") + NOTE + REMOVAL,
  ],
  [
    "after a key of the long form",
    { stack: `config:\n  cybersource-webhooks:config:merchantSecretKey: ${SECRET}\n` },
    { merchantSecretKey: SECRET },
    refusal("'cybersource-webhooks:merchantSecretKey'"),
  ],
  [
    "in JSON that is a text",
    { stack: `config:\n  cybersource-webhooks:connections: '{"india":{"p12Password":"a{b"}}'\n` },
    { connections: JSON.stringify({ india: { p12Password: "a{b" } }) },
    refusal("'cybersource-webhooks:connections'"),
  ],
  [
    "in JSON that can't be read",
    { stack: `config:\n  cybersource-webhooks:connections: '{"india":{"p12Password":"word"}'\n` },
    { connections: '{"india":{"p12Password":"word"}' },
    refusal("'cybersource-webhooks:connections'"),
  ],
  [
    "in an object that nothing reads",
    { stack: `config:\n  cybersource-webhooks:production:\n    merchantSecretKey: ${SECRET}\n` },
    { production: JSON.stringify({ merchantSecretKey: SECRET }) },
    refusal("--path 'cybersource-webhooks:production.merchantSecretKey'"),
  ],
  [
    "after a key without --path",
    { stack: "config:\n  cybersource-webhooks:connections.us.p12Password: changeit\n" },
    { "connections.us.p12Password": "changeit" },
    `${refusal("'cybersource-webhooks:connections.us.p12Password'")}\nNothing reads ` +
      "cybersource-webhooks:connections.us.p12Password as it is. Was --path forgotten? Then set the value with --path, and remove " +
      "the key:\n  pulumi config set --secret --path 'cybersource-webhooks:connections.us.p12Password'\n" +
      "  pulumi config rm 'cybersource-webhooks:connections.us.p12Password'",
  ],
])("a credential in plain text is found: %s", async (_, files, given, expected) => {
  expect(await reasonsOf(files, given)).toEqual([expected]);
});

const EXPLICIT = (place: string): string =>
  `ERR_CONFIG_NOT_SECRET: ${place} contains merchantSecretKey of the provider "visa" in plain text. If the file was shared, ` +
  "replace the credential. Then set it in the environment variable CYBERSOURCE_MERCHANT_SECRET_KEY, or pass the provider an " +
  "encrypted value of the stack's configuration, and remove it from the file.";

const program = (secret: string): string =>
  `resources:\n  visa:\n    type: pulumi:providers:cybersource-webhooks\n    properties:\n      merchantId: my_merchant\n      merchantSecretKey: ${secret}\n`;

test.each<[what: string, files: Files, expected: string[]]>([
  ["as a literal", { project: program(SECRET) }, [EXPLICIT("the project's file, Pulumi.yaml,")]],
  [
    "as a literal that Pulumi makes secret",
    { project: program(`{ "fn::secret": ${SECRET} }`) },
    [EXPLICIT("the project's file, Pulumi.yaml,")],
  ],
  [
    "from the stack's configuration",
    { project: program("${merchantSecretKey}"), stack: `config:\n  shop:merchantSecretKey: ${SECRET}\n` },
    [EXPLICIT("the stack's configuration")],
  ],
  [
    "from encrypted configuration",
    { project: program("${merchantSecretKey}"), stack: "config:\n  shop:merchantSecretKey:\n    secure: v1:abc\n" },
    [],
  ],
  ["by another name", { project: `config:\n  merchantId:\n    value: ${SECRET}\n` }, []],
])("a credential of an explicit provider: %s", async (_, files, expected) => {
  expect(await reasonsOf(files, { merchantId: "my_merchant", merchantSecretKey: SECRET }, "visa")).toEqual(expected);
});

test("an object of an explicit provider that nothing reads is looked through, too", async () => {
  const project = `resources:\n  visa:\n    properties:\n      settings:\n        p12Password: ${SECRET}\n`;
  const [reason = ""] = await reasonsOf({ project }, { settings: JSON.stringify({ p12Password: SECRET }) }, "visa");
  expect(reason).toContain('the project\'s file, Pulumi.yaml, contains settings.p12Password of the provider "visa"');
  expect(reason).toContain("Then set it in the environment variable CYBERSOURCE_P12_PASSWORD");
});

test("a credential comes back as a secret at whatever place it is", async () => {
  const plugin = await startPlugin({ folder: createScratch("credentials") });
  const given = {
    "connections.us.merchantSecretKey": SECRET,
    secretKey: SECRET,
    production: JSON.stringify({ deep: { p12Password: SECRET } }),
    unreadable: `{"p12":"${SECRET}"`,
    color: "red",
  };
  const { inputs } = await plugin.checkConfig(given);
  await plugin.stop();
  const marked = Object.keys(inputs).filter((name) => typeof inputs[name] === "object");
  expect(marked.sort()).toEqual(
    Object.keys(given)
      .filter((name) => name !== "color")
      .sort(),
  );
});
