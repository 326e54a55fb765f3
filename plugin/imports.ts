import { isDeepStrictEqual } from "node:util";
import { type Notify } from "../provider/resources/notices.js";
import { holdsSecret, plainProperties, type Properties, UNKNOWN_VALUE } from "../provider/resources/protocol.js";
import { type ReadResource } from "./read-resource.js";
import { type Resource } from "./resource.js";

/** What `pulumi import` leaves out of a resource's inputs: Pulumi prints these as code, also the secret ones. */
export interface Imports {
  /** Says on the row of an imported resource what its inputs lack. */
  readonly note: (resource: Resource, read: ReadResource) => Promise<void>;
  /** Inputs as check sees them: right after an import, what it left out counts as not known yet. */
  readonly checkedAs: (resource: Resource, news: Properties) => Properties;
}

const listOf = (names: readonly string[]): string => names.join(" and ");

export const createImports = (notify: Notify): Imports => {
  const imported = new Map<string, { readonly inputs: Properties; readonly missing: readonly string[] }>();
  return {
    note: async ({ urn, table }, { inputs = {}, outputs }) => {
      const absent = Object.keys(table.inputs).filter((name) => !Object.hasOwn(inputs, name));
      const missing = absent.filter((name) => table.inputs[name]?.isRequired === true);
      const kept = absent.filter((name) => !missing.includes(name) && holdsSecret(outputs[name]));
      imported.set(urn.text, { inputs: plainProperties(inputs), missing });
      if (missing.length > 0) {
        await notify(
          `${listOf(missing)} can hold a secret, so the import leaves it out, and the generated code has an empty text in its ` +
            "place. Write the value there, from an encrypted configuration value.",
        );
      }
      if (kept.length > 0) {
        await notify(
          `${listOf(kept)} can hold secrets, so the import leaves ` +
            (kept.length > 1
              ? "them out. They stay as they are at the service unless the program gives them."
              : "it out. It stays as it is at the service unless the program gives it."),
        );
      }
    },

    checkedAs: ({ urn }, news) => {
      const { inputs = {}, missing = [] } = imported.get(urn.text) ?? {};
      const isImport = missing.length > 0 && isDeepStrictEqual(plainProperties(news), inputs);
      return isImport ? { ...news, ...Object.fromEntries(missing.map((name) => [name, UNKNOWN_VALUE])) } : news;
    },
  };
};
