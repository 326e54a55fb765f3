// Writes docs/resources.md from the compiled tables of properties that check and diff use. Works in the current folder. With
// `--check`, writes nothing, and exits with 1 if the page differs.
import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { MODULE } from "../dist/provider/resources/table.js";
import { RESOURCE_TABLES } from "../dist/provider/resources/all-tables.js";

/** The first sentence about each resource. */
const SUMMARIES = {
  "webhook-signing-key": "The digital signature key that signs notifications: API action `CREATE`.",
  "webhook-oauth-credential":
    "The OAuth client credentials with which the platform calls your endpoint: API action `STORE`.",
  "webhook-encryption-key": "The certificate to whose key the platform encrypts notifications: API action `STORE`.",
  "webhook-verification-keys":
    "What a receiver verifies with: the current signing key and, for a while, earlier ones. It calls no API.",
  "webhook-subscription":
    "A subscription: the platform delivers the events of these products to your receiver. It's read, changed and deleted through the API.",
};

const summaryOf = (module) => {
  const summary = SUMMARIES[module];
  if (summary === undefined) throw new Error(`scripts/generate-docs.mjs has no summary of ${module}`);
  return summary;
};

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

<!-- Written by \`npm run docs\` from the tables that provider/resources/all-tables.ts lists: change those. -->

- Defaults are resolved when a key is created and never compared afterwards: an input that you leave out replaces nothing,
  even if a later version has another default.
- "replace" creates a new key, and removes the old one from the state once the new one exists; of a subscription, it deletes
  the old one first. "update" happens in place.
  "nothing" is stored with the inputs and changes nothing else.
- Secrets are encrypted in the state and shown as \`[secret]\`.
- The resource's id is not secret. It's \`<organizationId>/<first 16 hex digits of SHA-256(keyId)>\` for a key, and
  \`verification-keys/<…>\` with the digits of its first key for verification keys. For an encryption key the digits are those
  of its certificate. For a subscription it's the webhookId.
- A signing key or an OAuth credential is also replaced when it's due, and every key when the stack's configuration names another host for its connection:
  [rotation.md](rotation.md#what-replaces-a-key).

${Object.entries(RESOURCE_TABLES)
  .map(
    ([module, resource]) => `## ${resource.name}

${summaryOf(module)} Pulumi type: \`pulumi-nodejs:dynamic/${MODULE}:${resource.name}\`.

${inputsInFull(resource)}
${outputsInFull(resource)}`,
  )
  .join("\n")}`;

const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
};

const PAGE = "docs/resources.md";
const wanted = await format(resourcesPage(), { ...(await resolveConfig(PAGE)), filepath: PAGE });
if (read(PAGE) !== wanted) {
  if (process.argv.includes("--check")) {
    process.stderr.write(`${PAGE} differs from the tables of provider/resources: npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(PAGE, wanted);
  }
}
