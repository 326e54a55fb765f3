import { isSameId } from "../provider/api/subscription-ids.js";
import { HalfMadeError } from "../provider/resources/half-made.js";
import { type FindingsOf } from "../provider/resources/kept-findings.js";
import { type DiffResult } from "../provider/resources/key/handlers.js";
import { type Notify } from "../provider/resources/notices.js";
import { plainProperties, type Properties, withSecretsOf } from "../provider/resources/protocol.js";
import { SecuredHalfMadeError } from "./failure.js";
import { secretInputsOf } from "../provider/resources/table.js";
import { type Guards } from "./guards.js";
import { type Imports } from "./imports.js";
import { type ReadResource } from "./read-resource.js";
import { type Resource } from "./resource.js";
import { givenIn, plannedOutputs, securedOutputs } from "./wire.js";

/** A call of create or update. */
interface Change {
  /** Whether the run is a preview, which must send nothing. */
  readonly isPreview: boolean;
  readonly news: Properties;
  /** `customTimeouts` of the resource, in seconds; 0 if there are none. */
  readonly timeoutSeconds: number;
}

/** The verbs of provider/resources, with secrets marked as the engine's protocol does it for native plugins. */
export interface Verbs {
  readonly check: (
    resource: Resource,
    olds: Properties,
    news: Properties,
  ) => Promise<{ inputs: Properties; reasons: readonly string[] }>;
  readonly diff: (
    resource: Resource,
    id: string,
    olds: Properties,
    wanted: { readonly news: Properties; readonly ignoreChanges: readonly string[] },
  ) => Promise<DiffResult>;
  readonly create: (resource: Resource, change: Change) => Promise<{ id: string; outputs: Properties }>;
  readonly read: (resource: Resource, id: string, olds: Properties) => Promise<ReadResource | undefined>;
  readonly update: (resource: Resource, id: string, olds: Properties, change: Change) => Promise<Properties>;
  readonly remove: (resource: Resource, id: string, olds: Properties) => Promise<void>;
}

/**
 * The text with which Pulumi loads a dynamic resource's provider. A resource that was a dynamic one keeps it, so that it can
 * become one again.
 */
const withProviderText = (outputs: Properties, { __provider }: Properties): Properties =>
  __provider === undefined ? outputs : { ...outputs, __provider };

const IGNORED_TIMEOUT =
  "The option `customTimeouts` has no effect: each request has its own time limit. A request for a key that was cut short " +
  "could have created one that nobody has.";

const NOT_REPLACED =
  "This subscription was to be replaced, but is the same as before: the service takes each event only once, so Pulumi has to " +
  "delete the old subscription first. Give the resource the option `deleteBeforeReplace`, then replace it again.";

export const createVerbs = ({
  guards,
  imports,
  notify,
  now,
  readNew,
}: {
  readonly guards: Guards;
  readonly imports: Imports;
  readonly notify: Notify;
  readonly now: () => Date;
  /** Reads a resource that isn't in the state: `pulumi import`. */
  readonly readNew: (resource: Resource, id: string) => Promise<ReadResource | undefined>;
}): Verbs => {
  const warnOfTimeout = async ({ timeoutSeconds }: Change): Promise<void> => {
    if (timeoutSeconds > 0) await notify(IGNORED_TIMEOUT, "warning");
  };

  /** Reports what is wrong with a resource that this run keeps, or has created. */
  const report = async ({ findingsOf }: Resource, kept: Parameters<FindingsOf>[0]): Promise<void> => {
    const { warnings, error } = findingsOf(kept, now());
    for (const warning of warnings) await notify(warning, "warning");
    if (error !== undefined) await notify(error, "error");
  };

  /** The ids that this run created, by URN. */
  const created = new Map<string, string>();

  return {
    check: async (resource, olds, news) => {
      const { table, handlers } = resource;
      const inputs = withSecretsOf(news, {}, new Set(secretInputsOf(table)));
      const refusals = guards.refusals(resource, news);
      if (refusals.length > 0) return { inputs, reasons: refusals };
      const plain = plainProperties(imports.checkedAs(resource, news));
      const { failures = [] } = await handlers.check(plainProperties(olds), plain);
      await guards.warnOfConnection(resource, plain);
      return { inputs, reasons: failures.map(({ reason }) => reason) };
    },

    diff: async (resource, id, olds, { news, ignoreChanges }) => {
      const [outputs, inputs] = [plainProperties(olds), plainProperties(news)];
      const difference = await resource.handlers.diff(id, outputs, inputs);
      if ((difference.replaces ?? []).length === 0) await report(resource, { outputs, inputs, ignoreChanges });
      return difference;
    },

    create: async (resource, change) => {
      const { table, handlers, urn } = resource;
      const { isPreview, news } = change;
      if (isPreview) return { id: "", outputs: plannedOutputs(table, {}, news) };
      await warnOfTimeout(change);
      const __ownName = `${urn.project}-${urn.stack}-${urn.name}`;
      try {
        const inputs = plainProperties(news);
        const made = await handlers.create({ ...inputs, __ownName });
        created.set(urn.text, made.id);
        await report(resource, { outputs: plainProperties(made.outs as Properties), inputs, ignoreChanges: [] });
        return { id: made.id, outputs: securedOutputs(table, made.outs as Properties, news) };
      } catch (error) {
        if (!(error instanceof HalfMadeError)) throw error;
        const { message, id, properties } = error;
        throw new SecuredHalfMadeError(message, { id, properties: securedOutputs(table, properties, news) });
      }
    },

    read: async (resource, id, olds) => {
      if (Object.keys(olds).length === 0) {
        const imported = await readNew(resource, id);
        if (imported !== undefined) await imports.note(resource, imported);
        return imported;
      }
      const found = await resource.handlers.read(id, plainProperties(olds));
      if (found.id === undefined || found.id === "") return undefined;
      const outputs = securedOutputs(resource.table, found.props as Properties, olds);
      return { id: found.id, outputs: withProviderText(outputs, olds) };
    },

    update: async (resource, id, olds, change) => {
      const { table, handlers } = resource;
      const { isPreview, news } = change;
      if (isPreview) return plannedOutputs(table, olds, news);
      await warnOfTimeout(change);
      const updated = await handlers.update(id, plainProperties(olds), plainProperties(news));
      return withProviderText(securedOutputs(table, updated.outs as Properties, givenIn(olds, news)), olds);
    },

    remove: async ({ handlers, table, urn }, id, olds) => {
      if ("webhookId" in table.outputs && isSameId(created.get(urn.text) ?? "", id))
        await notify(NOT_REPLACED, "warning");
      await handlers.delete(id, plainProperties(olds));
    },
  };
};
