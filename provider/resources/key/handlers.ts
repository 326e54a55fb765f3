import { type dynamic } from "@pulumi/pulumi";
import { assess, type Assessment } from "./expiry.js";
import { type KeysClient } from "../../api/keys.js";
import { type KeyRequest } from "../../api/wire.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { DEFAULT_RENEW_BEFORE_DAYS } from "./table.js";
import { type ResourceTable, secretOutputsOf } from "../table.js";
import { adoptedKeyIdOf, isAdoptExpired, isAdoptPassedOver, isAdoptSuperseded } from "./adoption.js";
import { type Connections } from "../../connection/connection.js";
import { diff, hostOf } from "./diff.js";
import { HalfMadeKeyError } from "./half-made-key.js";
import { earlierInputs } from "./earlier-inputs.js";
import { refuseOtherHost } from "./host-guard.js";
import { type AdoptedKey, type KeyInputs } from "./inputs.js";
import { KeyError } from "./key-error.js";
import * as messages from "./key-messages.js";
import { createKeyNaming } from "./key-naming.js";
import { createNewKeyNotice } from "./key-notices.js";
import { type Notify } from "../notices.js";
import { adoptedOutputs, idOf, issuedOutputs, type KeyOutputs, sentOutputs } from "./outputs.js";
import { type Properties, withWireSecrets } from "../protocol.js";
import { createRunMemory } from "./run-memory.js";

const { describeKey } = messages;

/** How the two kinds of key differ. */
export interface KeyKind {
  readonly table: ResourceTable;
  /** The name of the kind in messages. */
  readonly noun: string;
  /** The request for a key with these inputs. Fills in defaults. */
  readonly toRequest: (inputs: KeyInputs) => KeyRequest;
  /** Warning for the first key that a run creates, because that could invalidate an existing one; undefined for none. */
  readonly firstKeyNotice: string | undefined;
  /** What doesn't work while the key has expired and isn't replaced yet. */
  readonly lapse: string;
}

/** What tests replace: the clock, the user, the configuration and the service. */
export interface HandlerSources {
  readonly now: () => Date;
  readonly notify: Notify;
  readonly connections: Connections;
  /** Loads the client for the first request. check, diff, read and delete never load it. */
  readonly loadClient: () => Promise<KeysClient>;
  /** The URN of the resource that a verb is about. Default: it isn't known. */
  readonly resource?: (() => string | undefined) | undefined;
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

/** False if a state was edited or imported by hand and lacks the key. */
const isComplete = ({ keyId, key }: Properties): boolean => isText(keyId) && isText(key);

type DynamicHandlers = Required<Omit<dynamic.ResourceProvider, "configure">>;

/** What diff found. */
export interface DiffResult extends dynamic.DiffResult {
  /** Names of inputs that cause an update, where they say more than a comparison of the inputs. Only plugin/ shows them. */
  readonly changed?: readonly string[];
}

/** The functions that Pulumi calls for a resource. Its configuration is the same for all resources: all-handlers.ts. */
export interface Handlers extends DynamicHandlers {
  readonly diff: (...call: Parameters<DynamicHandlers["diff"]>) => Promise<DiffResult>;
}

/**
 * Creates the handlers for one kind of key. The modules that validate inputs are imported only by check and create, so
 * that refresh and destroy start faster.
 */
export const createKeyHandlers = (kind: KeyKind, sources: HandlerSources): Handlers => {
  const { table, noun, toRequest, firstKeyNotice, lapse } = kind;
  const { now, notify, connections, loadClient } = sources;
  const secretOutputs = new Set(secretOutputsOf(table));
  const nameKey = createKeyNaming(noun, connections);
  const announceNewKey = createNewKeyNotice(noun, firstKeyNotice, sources);
  const memory = createRunMemory();
  let isDeletionReported = false;

  const resultOf = (outputs: KeyOutputs): { id: string; outs: Record<string, unknown> } => {
    memory.rememberCreated({ ...outputs });
    return { id: idOf(outputs), outs: withWireSecrets({ ...outputs }, secretOutputs) };
  };
  const assessNow = (outputs: KeyOutputs, { renewBeforeDays = DEFAULT_RENEW_BEFORE_DAYS }: KeyInputs): Assessment =>
    assess({ ...outputs, renewBeforeDays }, now());

  /** Whether `adopt` contains a key that Pulumi neither holds now nor held before. */
  const isOtherKeyInAdopt = (olds: Properties, news: Properties): boolean => {
    const keyId = adoptedKeyIdOf(news);
    return keyId !== undefined && keyId !== olds.keyId && isComplete(olds) && !isAdoptSuperseded(olds, news, now());
  };

  const warnOfMissingWindow = async (
    key: string,
    { renewBeforeDays = DEFAULT_RENEW_BEFORE_DAYS }: KeyInputs,
    id: string,
  ): Promise<void> => {
    if (renewBeforeDays === 0) await notify(messages.noRenewalWindow(key, lapse), "warning", id);
  };

  /** Creates the resource from the key in `adopt`, without a request. */
  const createAdopted = async (inputs: KeyInputs, adopted: AdoptedKey): Promise<dynamic.CreateResult> => {
    const host = connections.hostOf(inputs.connection ?? DEFAULT_CONNECTION)?.host;
    const key = nameKey({ ...inputs }, inputs, host);
    if (isAdoptExpired({ ...inputs }, now())) {
      throw new KeyError("ERR_ADOPT_EXPIRED", messages.adoptionRefused(key));
    }
    const outputs = adoptedOutputs(toRequest(inputs), adopted, host);
    const result = resultOf(outputs);
    await notify(messages.adopted(key, assessNow(outputs, inputs).state === "in-window"), "info", result.id);
    await warnOfMissingWindow(key, inputs, result.id);
    return result;
  };

  /** Requests a key from the service, and creates the resource from it. */
  const createIssued = async (
    inputs: KeyInputs,
    { __provider }: Properties,
    passedOver: AdoptedKey | undefined,
  ): Promise<dynamic.CreateResult> => {
    const connection = await connections.open(inputs.connection ?? DEFAULT_CONNECTION, inputs.organizationId);
    const request = toRequest(inputs);
    const client = await loadClient();
    const issued = await client.requestKey(connection, request);
    const outputs = issuedOutputs(request, issued, connection, now(), passedOver);
    const result = resultOf(outputs);

    const key = nameKey({ ...outputs }, inputs);
    const assessment = assessNow(outputs, inputs);
    if (assessment.state === "expired") {
      throw new HalfMadeKeyError("ERR_KEY_EXPIRED", messages.issuedExpired(key, outputs.correlationId ?? ""), {
        id: result.id,
        // Pulumi adds `__provider` to what create returns, but not to the properties of this error. Without it, the
        // resource could be neither read nor deleted.
        properties: { ...result.outs, ...(__provider !== undefined && { __provider }) },
      });
    }
    if (assessment.isWindowCut)
      await notify(messages.windowCut(key, inputs.renewBeforeDays ?? 0), "warning", result.id);
    await warnOfMissingWindow(key, inputs, result.id);
    return result;
  };

  return {
    check: async (olds: Properties, news: Properties) => {
      const { check } = await import("../check.js");
      const failures = check(table, news);
      if (failures.length === 0) await announceNewKey(olds, news);
      return { inputs: news, failures };
    },

    diff: async (id: string, olds: Properties, news: Properties) => {
      const { connection = DEFAULT_CONNECTION } = news;
      const named = typeof connection === "string" ? connections.hostOf(connection) : undefined;
      const { replaces, reasons, isDue, heldHost } = diff(table, olds, news, { now: now(), named });
      const isPassedOver = isAdoptPassedOver(olds, news, isDue, now());
      memory.remember(news, { heldHost: hostOf(olds), ...(isPassedOver && { passedOverKeyId: adoptedKeyIdOf(news) }) });

      const key = nameKey(olds, news);
      if (heldHost !== undefined) {
        const text = messages.hostDiffers(describeKey(noun, olds), heldHost, named?.host ?? "", isDue);
        await notify(text, "warning", id);
      }
      if (replaces.length > 0) {
        const isAdopted = adoptedKeyIdOf(news) !== undefined && !isPassedOver;
        const successor = !isAdopted ? "new" : isAdoptExpired(news, now()) ? "expired" : "adopted";
        await notify(messages.willBeReplaced(key, successor, reasons), "info", id);
      } else if (isOtherKeyInAdopt(olds, news)) {
        await notify(messages.otherKeyInAdopt(key), "info", id);
      }
      return { changes: replaces.length > 0 || !isComplete(olds), replaces: [...replaces] };
    },

    create: async (news: Properties) => {
      const { decodeInputs } = await import("./inputs.js");
      const inputs = decodeInputs(table, news);
      const { adopt } = inputs;
      if (adopt !== undefined && !memory.isPassedOver(news, adopt.keyId)) return createAdopted(inputs, adopt);
      refuseOtherHost(noun, inputs, memory, connections);
      return createIssued(inputs, news, adopt);
    },

    /** Sends nothing: the API can't read a key. Returns no inputs, because the outputs don't contain all of them. */
    read: async (id: string, props: Properties = {}) => ({ id, props: withWireSecrets(props, secretOutputs) }),

    /**
     * Sends nothing: the API can't change a key. Pulumi calls it only for a half-made key of an earlier version of this
     * package, and for a state that lacks the key.
     */
    update: async (_id: string, olds: Properties, news: Properties) => {
      if (isComplete(olds)) {
        const defaults = sentOutputs(toRequest({ organizationId: String(olds.organizationId) }));
        const secrets = [...secretOutputs, ...earlierInputs(table, olds, news, { ...defaults })];
        return { outs: withWireSecrets(olds, new Set(secrets)) };
      }
      throw new KeyError("ERR_KEY_INCOMPLETE", messages.incomplete(describeKey(noun, olds)));
    },

    /** Sends nothing: the API can't delete a key. It stays valid until it expires. */
    delete: async (_id: string, olds: Properties) => {
      if (isDeletionReported || memory.isReplaced(olds)) return;
      isDeletionReported = true;
      await notify(messages.deleted(describeKey(noun, olds), noun), "warning");
    },
  };
};
