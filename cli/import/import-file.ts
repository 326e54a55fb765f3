import { providerText, type ProviderModule, typeOf } from "../../provider/seam/provider-text.js";
import { type ResourceTable, secretInputsOf, secretOutputsOf } from "../../provider/resources/table.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "../../provider/resources/oauth-credential/table.js";
import { seal } from "../status/deployment.js";
import { importedKey, type ImportedKeyOptions } from "./imported-key.js";
import { type AnsweredKey } from "./read-answer.js";

/** What the program sets for the resource, as far as the answer doesn't contain it. */
export interface ImportOptions extends ImportedKeyOptions {
  /** Name of the resource in the program. */
  readonly name: string;
}

const moduleOf = (table: ResourceTable): ProviderModule =>
  table === WEBHOOK_OAUTH_CREDENTIAL ? "webhook-oauth-credential" : "webhook-signing-key";

/** Properties as in a state: secrets are marked. */
const sealed = (properties: Readonly<Record<string, unknown>>, secrets: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, secrets.includes(name) ? seal(value) : value]),
  );

/**
 * The file that `pulumi import --file` reads. It contains inputs and outputs, so Pulumi sends no request: the state is the
 * same as if the program had adopted the key.
 *
 * @throws Error that says what is wrong, without quoting a secret
 */
export const importFile = (answered: AnsweredKey, { name, ...options }: ImportOptions): unknown => {
  const { table } = answered.kind;
  const { id, inputs, outputs } = importedKey(answered, options);
  const __provider = providerText(moduleOf(table));
  return {
    resources: [
      {
        type: typeOf(table),
        name,
        id,
        inputs: sealed({ __provider, ...inputs }, secretInputsOf(table)),
        outputs: sealed({ __provider, ...outputs }, secretOutputsOf(table)),
      },
    ],
  };
};
