import { namedHost } from "../provider/connection/endpoint.js";
import { DEFAULT_CONNECTION, type SettingSources } from "../provider/connection/settings.js";
import { connectionWarnings } from "../provider/connection/visible-problems.js";
import { createRivalKeys, type Identity } from "../provider/resources/key/rivals.js";
import { type Notify } from "../provider/resources/notices.js";
import { holdsUnknown, holdsSecret, plainProperties, type Properties } from "../provider/resources/protocol.js";
import { IN_ID, IN_STATE, legacyDiffRefusal, secretOrganizationRefusal } from "../provider/resources/refusals.js";
import { WEBHOOK_SIGNING_KEY } from "../provider/resources/signing-key/table.js";
import { createRivalSubscriptions } from "../provider/resources/subscription/rivals.js";
import { WEBHOOK_SUBSCRIPTION } from "../provider/resources/subscription/table.js";
import { type ConfigFiles } from "../provider/program/stack-file.js";
import { clearValuesRefusal } from "./clear-inputs.js";
import { type Resource } from "./resource.js";

/** What a Node.js program's classes refuse and warn of, for programs in every language: see provider/program/. */
export interface Guards {
  /** What is wrong with a resource beside its inputs. @param given its inputs, with secrets marked */
  readonly refusals: (resource: Resource, given: Properties) => string[];
  /** Warns once of a connection that can't be used: the verbs would notice only when a key is due. */
  readonly warnOfConnection: (resource: Resource, inputs: Properties) => Promise<void>;
}

export const createGuards = (
  settings: () => SettingSources,
  notify: Notify,
  readFiles: (stack: string) => ConfigFiles,
): Guards => {
  const hostOf = (connection: string): string | undefined => namedHost(settings(), connection);
  const rivalKeys = createRivalKeys(hostOf);
  const rivalSubscriptions = createRivalSubscriptions(hostOf);
  const checked = new Set<string>();

  const rivalOf = ({ table, urn }: Resource, inputs: Properties): string | undefined => {
    const subject = { owner: urn.text, name: urn.name };
    if (table.name === WEBHOOK_SUBSCRIPTION.name) return rivalSubscriptions(subject, inputs);
    if (table.name !== WEBHOOK_SIGNING_KEY.name) return undefined;
    const { organizationId, keyProvider, tenant, connection } = inputs;
    const identity = { organizationId, keyProvider, tenant, connection };
    // check refuses what isn't text, and says why.
    const isText = Object.values(identity).every((value) => typeof (value ?? "") === "string");
    return isText && !holdsUnknown(identity) ? rivalKeys(subject, identity as Identity) : undefined;
  };

  return {
    refusals: (resource, given) => {
      const { table, urn } = resource;
      const reason = "keyId" in table.outputs ? IN_ID : IN_STATE;
      return [
        legacyDiffRefusal(settings().environment),
        holdsSecret(given.organizationId) ? secretOrganizationRefusal(urn.name, reason) : undefined,
        rivalOf(resource, plainProperties(given)),
        clearValuesRefusal(table, given, () => readFiles(urn.stack)),
      ].filter((refusal) => refusal !== undefined);
    },

    warnOfConnection: async ({ urn, table }, inputs) => {
      if (!("connection" in table.inputs)) return;
      const connection = inputs.connection ?? DEFAULT_CONNECTION;
      if (typeof connection !== "string" || holdsUnknown(connection) || checked.has(connection)) return;
      checked.add(connection);
      for (const warning of connectionWarnings(settings(), connection, urn.name)) await notify(warning, "warning");
    },
  };
};
