import { NAMESPACE } from "../../provider/connection/settings.js";
import { RESOURCE_TABLES } from "../../provider/resources/all-tables.js";
import { type InputProperty, MODULE, type OutputProperty, type ResourceTable } from "../../provider/resources/table.js";
import { typeOf } from "../../provider/seam/provider-text.js";
import { tokenOf } from "../resource.js";
import { configVariables, providerInputs } from "./configuration.js";
import { OBJECT_TYPES, schemaTypeOf } from "./types.js";

const inputOf = (input: InputProperty): object => ({
  ...schemaTypeOf(input.type),
  description: input.default === undefined ? input.meaning : `${input.meaning} Default: ${input.default}.`,
  ...(input.isSecret && { secret: true }),
  ...(input.onChange === "replace" && { willReplaceOnChanges: true }),
});

const outputOf = (output: OutputProperty): object => ({
  ...schemaTypeOf(output.type),
  description: output.meaning,
  ...(output.isSecret && { secret: true }),
});

const mapValues = <Value, Result>(
  values: Readonly<Record<string, Value>>,
  map: (value: Value) => Result,
): Record<string, Result> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));

const namesOf = <Value>(values: Readonly<Record<string, Value>>, has: (value: Value) => boolean): string[] =>
  Object.entries(values)
    .filter(([, value]) => has(value))
    .map(([name]) => name);

const resourceOf = (table: ResourceTable): object => ({
  description: table.meaning,
  inputProperties: mapValues(table.inputs, inputOf),
  requiredInputs: namesOf(table.inputs, ({ isRequired }) => isRequired),
  properties: mapValues(table.outputs, outputOf),
  required: namesOf(table.outputs, ({ isOptional = false }) => !isOptional),
  // A stack moves between the two shells without a step: the engine finds the resource under either type.
  aliases: [{ type: typeOf(table) }],
});

/** Names of the generated SDKs. `respectSchemaVersion`: an SDK has the version of its plugin. */
const LANGUAGES = {
  nodejs: { packageName: "cybersource-webhooks-sdk", respectSchemaVersion: true },
  python: { packageName: "pulumi_cybersource_webhooks", respectSchemaVersion: true, pyproject: { enabled: true } },
  go: { respectSchemaVersion: true, generateResourceContainerTypes: false },
  csharp: { namespaces: { [NAMESPACE]: "CybersourceWebhooks" }, respectSchemaVersion: true },
  java: { basePackage: "com.pulumi", buildFiles: "gradle" },
};

/**
 * The package's schema, from which Pulumi makes an SDK for each language.
 *
 * @param pluginDownloadURL where Pulumi downloads the plugin; undefined in a build that isn't a release
 */
export const createSchema = (version: string, pluginDownloadURL?: string): object => ({
  name: MODULE,
  displayName: "Cybersource webhooks",
  version,
  description: "The keys, OAuth credentials and subscriptions of Cybersource / Visa Acceptance webhooks.",
  keywords: ["pulumi", "cybersource", "visa-acceptance", "webhooks", "kind/native", "category/infrastructure"],
  license: "Apache-2.0",
  ...(pluginDownloadURL !== undefined && { pluginDownloadURL }),
  meta: { moduleFormat: "(.*)" },
  language: LANGUAGES,
  config: { variables: configVariables() },
  provider: {
    description:
      "One connection to the service. Prefer the environment for its credentials: they then aren't in the state.",
    inputProperties: providerInputs(),
  },
  resources: Object.fromEntries(
    Object.values<ResourceTable>(RESOURCE_TABLES).map((table) => [tokenOf(table), resourceOf(table)]),
  ),
  types: Object.fromEntries(Object.entries(OBJECT_TYPES).map(([name, type]) => [`${MODULE}:index:${name}`, type])),
});
