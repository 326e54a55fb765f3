import * as pulumi from "@pulumi/pulumi";
import { tokenOf } from "../../plugin/resource.js";
import { RESOURCE_TABLES } from "../../provider/resources/all-tables.js";
import { declaredOutputs, type ResourceTable, secretOutputsOf } from "../../provider/resources/table.js";
import { typeOf } from "../../provider/seam/provider-text.js";

type Args = Readonly<Record<string, unknown>>;

/** The inputs of an SDK that Pulumi generates: `current` is the key's outputs, and `signingKey` an option. */
const inputsOf = ({ current, ...args }: Args): Args => {
  const inputs = Object.fromEntries(Object.entries(args).filter(([name]) => name !== "signingKey"));
  if (!(current instanceof pulumi.CustomResource)) return current === undefined ? inputs : { ...inputs, current };
  const outputs = ["keyId", "key", "expirationDate"].map((name) => [name, Reflect.get(current, name)] as const);
  return { ...inputs, current: Object.fromEntries(outputs) };
};

/** A class as Pulumi generates it from the schema, which takes the arguments of the dynamic resource's class. */
const classOf = (table: ResourceTable) =>
  class extends pulumi.CustomResource {
    constructor(name: string, args: Args = {}, options: pulumi.CustomResourceOptions = {}) {
      const { signingKey } = args as { signingKey?: pulumi.Resource };
      const generated = {
        // As the examples of the other languages have it: the service takes each event only once.
        ...("webhookId" in table.outputs && { deleteBeforeReplace: options.deleteBeforeReplace ?? true }),
        additionalSecretOutputs: secretOutputsOf(table),
        aliases: [{ type: typeOf(table) }],
        ...(signingKey !== undefined && { dependsOn: [signingKey] }),
      };
      const inputs = { ...declaredOutputs(table), ...inputsOf(args) };
      super(tokenOf(table), name, inputs, pulumi.mergeOptions(options, generated));
    }
  };

/** The classes of all resources for the native plugin, by name, for the programs of scenarios. */
module.exports = Object.fromEntries(
  Object.values<ResourceTable>(RESOURCE_TABLES).map((table) => [table.name, classOf(table)]),
);
