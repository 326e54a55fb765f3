// Writes docs/resources.md, and the tables of README.md between its markers, from the tables of properties that check
// and diff use. Works in the current folder, on the compiled tables of this project; `--check` changes nothing and
// exits with 1 where a file differs.
import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import {
  MODULE,
  WEBHOOK_OAUTH_CREDENTIAL,
  WEBHOOK_SIGNING_KEY,
  WEBHOOK_VERIFICATION_KEYS,
} from "../dist/provider/properties.js";
import { putBetween } from "./put-between.mjs";

const RESOURCES = [
  { table: WEBHOOK_SIGNING_KEY, what: "The digital signature key that signs notifications: API action `CREATE`." },
  {
    table: WEBHOOK_OAUTH_CREDENTIAL,
    what: "The OAuth client credentials with which the platform calls your endpoint: API action `STORE`.",
  },
  {
    table: WEBHOOK_VERIFICATION_KEYS,
    what: "What a receiver verifies with: the current signing key and, for a while, earlier ones. No API is behind it.",
  },
];

const row = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
const table = (head, rows) => row(head) + row(head.map(() => "---")) + rows.map(row).join("");
const code = (text) => `\`${text}\``;
const yesNo = (isTrue) => (isTrue ? "yes" : "no");
const defaultOf = (input) => (input.isRequired ? "required" : (input.default ?? "none"));

const inputsInFull = ({ inputs }) =>
  table(
    ["input", "type", "default", "secret", "on change", "meaning"],
    Object.entries(inputs).map(([name, input]) => [
      code(name),
      code(input.type),
      defaultOf(input),
      yesNo(input.isSecret),
      input.onChange,
      input.meaning,
    ]),
  );

const outputsInFull = ({ outputs }) =>
  table(
    ["output", "type", "secret", "meaning"],
    Object.entries(outputs).map(([name, { type, isSecret, meaning }]) => [
      code(name),
      code(type),
      yesNo(isSecret),
      meaning,
    ]),
  );

const resourcesPage = () => `# Resources

<!-- Written by \`npm run docs\` from provider/properties.ts: change the tables there. -->

- A default is resolved when a key is made and never compared afterwards: an input that the program leaves out makes no
  difference, ever.
- "replace" makes a new key, and forgets the old one once the new one is there. "update" happens in place. "nothing" is
  kept with the inputs and is no step of a run.
- A secret is encrypted in the state and shown as \`[secret]\`.
- The resource's id is not secret. It is \`<organizationId>/<first 16 hex digits of SHA-256(keyId)>\` for a key, and
  \`verification-keys/<…>\` with the digits of its first key for verification keys.
- Two more things replace a key: a key that is due, and a connection that names another host than the one that
  issued the key.

${RESOURCES.map(
  ({ table: resource, what }) => `## ${resource.name}

${what} Pulumi type: \`pulumi-nodejs:dynamic/${MODULE}:${resource.name}\`.

${inputsInFull(resource)}
${outputsInFull(resource)}`,
).join("\n")}`;

const namesOf = (outputs, isSecret) =>
  Object.entries(outputs)
    .filter(([, output]) => output.isSecret === isSecret)
    .map(([name]) => code(name))
    .join(", ") || "none";

const readmeTables = () =>
  RESOURCES.map(
    ({ table: resource }) => `### ${resource.name}

${table(
  ["input", "default", "on change", "meaning"],
  Object.entries(resource.inputs).map(([name, input]) => [
    code(name),
    defaultOf(input),
    input.onChange,
    input.isSecret ? `${input.meaning} Secret.` : input.meaning,
  ]),
)}
Secret outputs: ${namesOf(resource.outputs, true)}.\\
Plain outputs: ${namesOf(resource.outputs, false)}.
`,
  ).join("\n");

const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
};

const isCheck = process.argv.includes("--check");
for (const [file, write] of [
  ["docs/resources.md", resourcesPage],
  ["README.md", (text) => putBetween(text, "npm run docs", readmeTables())],
]) {
  const text = read(file);
  const wanted = await format(write(text), { ...(await resolveConfig(file)), filepath: file });
  if (text === wanted) continue;
  if (isCheck) {
    process.stderr.write(`${file} differs from provider/properties.ts: npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, wanted);
  }
}
