// Writes docs/resources.md from the compiled tables of properties that check and diff use. Works in the current folder. With
// `--check`, writes nothing, and exits with 1 if the page differs.
import { MODULE } from "../dist/provider/resources/table.js";
import { RESOURCE_TABLES } from "../dist/provider/resources/all-tables.js";
import { createSchema } from "../dist/plugin/schema/create-schema.js";
import { formatText } from "./format-text.mjs";
import { writeOrCheck } from "./write-or-check.mjs";

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

${resource.meaning} Pulumi type: \`pulumi-nodejs:dynamic/${MODULE}:${resource.name}\`.

${inputsInFull(resource)}
${outputsInFull(resource)}`,
  )
  .join("\n")}`;

const DIFFERS = "differs from the tables of provider/resources: npm run docs";

const PAGE = "docs/resources.md";
writeOrCheck(PAGE, await formatText(PAGE, resourcesPage()), DIFFERS);

/** Without the version, which every release changes. */
const { version: _, ...schema } = createSchema("");
const SCHEMA = "plugin/schema.json";
writeOrCheck(SCHEMA, await formatText(SCHEMA, JSON.stringify(schema)), DIFFERS);
