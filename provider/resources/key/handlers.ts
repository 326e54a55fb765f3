import { type dynamic } from "@pulumi/pulumi";
import { assess } from "./expiry.js";
import { type KeysClient } from "../../api/keys.js";
import { type KeyRequest } from "../../api/wire.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { DEFAULT_RENEW_BEFORE_DAYS } from "./table.js";
import { type ResourceTable, secretOutputsOf } from "../table.js";
import { adoptedKeyIdOf, isAdoptExpired, isAdoptPassedOver, isAdoptSuperseded } from "./adoption.js";
import { type Connections } from "../../connection/connection.js";
import { diff, hostOf } from "./diff.js";
import { HalfMadeKeyError } from "./half-made-key.js";
import { type AdoptedKey, type KeyInputs } from "./inputs.js";
import { KeyError } from "./key-error.js";
import { capitalized, createNewKeyNotice, keyOf } from "./key-notices.js";
import { type Notify } from "../notices.js";
import { adoptedOutputs, idOf, issuedOutputs, type KeyOutputs } from "./outputs.js";
import { type Properties, withWireSecrets } from "../protocol.js";
import { createRunMemory } from "./run-memory.js";

/** What one kind of key does differently. */
export interface KeyKind {
  readonly table: ResourceTable;
  /** What people call it. */
  readonly noun: string;
  /** The request for the inputs, defaults resolved. */
  readonly toRequest: (inputs: KeyInputs) => KeyRequest;
  /** What making a key can do to one that exists, as a notice for the first key; undefined when nothing is known. */
  readonly firstKeyNotice: string | undefined;
  /** What happens between the end of a key and the run that replaces it. */
  readonly lapse: string;
}

/** What the handlers take from outside. */
export interface HandlerSources {
  readonly now: () => Date;
  readonly notify: Notify;
  readonly connections: Connections;
  /** Loads the client when the first request is sent: check and diff never do. */
  readonly loadClient: () => Promise<KeysClient>;
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

/** Whether a state holds the key; one that was edited or imported by hand may not. */
const isComplete = ({ keyId, key }: Properties): boolean => isText(keyId) && isText(key);

/** The verbs of a resource. Configuration is one for all kinds. */
export type Handlers = Required<Omit<dynamic.ResourceProvider, "configure">>;

/**
 * The handlers of a resource that holds a key: one life cycle for both kinds. What checks inputs is loaded where there are
 * any: refresh and destroy do without.
 */
export const createKeyHandlers = (kind: KeyKind, sources: HandlerSources): Handlers => {
  const { table, noun, toRequest, firstKeyNotice, lapse } = kind;
  const { now, notify, connections, loadClient } = sources;
  const secretOutputs = new Set(secretOutputsOf(table));
  const noticeNewKey = createNewKeyNotice(noun, firstKeyNotice, sources);
  const memory = createRunMemory();
  let isDeletionTold = false;

  const made = (outputs: KeyOutputs): { id: string; outs: Record<string, unknown> } => {
    memory.noteMade({ ...outputs });
    return { id: idOf(outputs), outs: withWireSecrets({ ...outputs }, secretOutputs) };
  };
  const assessNow = (outputs: KeyOutputs, { renewBeforeDays = DEFAULT_RENEW_BEFORE_DAYS }: KeyInputs) =>
    assess({ ...outputs, renewBeforeDays }, now());

  /** Whether `adopt` gives a key that Pulumi neither holds nor has held. */
  const isAnotherKeyGiven = (olds: Properties, news: Properties): boolean => {
    const keyId = adoptedKeyIdOf(news);
    return keyId !== undefined && keyId !== olds.keyId && isComplete(olds) && !isAdoptSuperseded(olds, news, now());
  };

  const tellOfLapse = async (
    key: string,
    { renewBeforeDays = DEFAULT_RENEW_BEFORE_DAYS }: KeyInputs,
  ): Promise<void> => {
    if (renewBeforeDays > 0) return;
    await notify(
      `${capitalized(key)} has no renewal window: it's replaced only after it has expired, and until then ${lapse}. ` +
        "Set renewBeforeDays, for example to 30.",
      "warning",
    );
  };

  const adopt = async (inputs: KeyInputs, adopted: AdoptedKey): Promise<dynamic.CreateResult> => {
    const key = keyOf(noun, { ...inputs });
    if (isAdoptExpired({ ...inputs }, now())) {
      throw new KeyError(
        "ERR_ADOPT_EXPIRED",
        `\`adopt\` gives ${key}, but by its expirationDate that key has expired. It was not adopted, and nothing was ` +
          "sent. Check the year of adopt.expirationDate. If the key has really expired, remove `adopt` from the " +
          "program: the next `pulumi up` then asks for a new key.",
      );
    }
    const host = connections.hostOf(inputs.connection ?? DEFAULT_CONNECTION)?.host;
    const outputs = adoptedOutputs(toRequest(inputs), adopted, host);
    const isInWindow = assessNow(outputs, inputs).state === "in-window";
    await notify(
      `${capitalized(key)} was adopted. No request was sent.` +
        (isInWindow ? " It's due for renewal, so the next `pulumi up` replaces it with a new key." : "") +
        " If you want a new key instead, remove `adopt` from the program and replace this one by hand.",
    );
    await tellOfLapse(key, inputs);
    return made(outputs);
  };

  /** A key of one host is never renewed at another by accident. */
  const refuseOtherHost = (inputs: KeyInputs): void => {
    const { connection = DEFAULT_CONNECTION } = inputs;
    const named = connections.hostOf(connection);
    const [heldHost, ...others] = memory.heldHosts({ ...inputs });
    if (heldHost === undefined || named === undefined || named.isOfStack) return;
    if ([heldHost, ...others].includes(named.host)) return;
    throw new KeyError(
      "ERR_HOST_DIFFERS",
      `${keyOf(noun, { ...inputs })} belongs to ${heldHost}, but the environment of this run names ${named.host} for ` +
        `connection "${connection}". Nothing was sent, and the key stays as it is. To renew it, run again with the ` +
        `environment variable that names ${heldHost}. To move it to ${named.host}, name that host in the stack's ` +
        "configuration instead of the environment.",
    );
  };

  const issue = async (
    inputs: KeyInputs,
    { __provider }: Properties,
    passedOver: AdoptedKey | undefined,
  ): Promise<dynamic.CreateResult> => {
    const connection = await connections.open(inputs.connection ?? DEFAULT_CONNECTION, inputs.organizationId);
    const request = toRequest(inputs);
    const client = await loadClient();
    const answer = await client.requestKey(connection, request);
    const outputs = issuedOutputs(request, answer, connection, now(), passedOver);
    const result = made(outputs);

    const key = keyOf(noun, { ...outputs });
    const assessment = assessNow(outputs, inputs);
    if (assessment.state === "expired") {
      throw new HalfMadeKeyError(
        "ERR_KEY_EXPIRED",
        `the service answered with ${key}, but by its expirationDate that key has expired; correlation id ` +
          `${outputs.correlationId ?? ""}. It is kept in state, encrypted, and the next \`pulumi up\` asks for another ` +
          "one. Check the clock of this machine. If it is right, the service hands out the old key again: ask the " +
          "vendor's support.",
        // Pulumi adds the text of the provider to what create returns, but not to this. Without it the resource could be
        // neither read nor deleted.
        {
          id: result.id,
          properties: { ...result.outs, ...(__provider !== undefined && { __provider }) },
        },
      );
    }
    if (assessment.isWindowCut) {
      await notify(
        `The service granted ${key} a validity that isn't longer than renewBeforeDays (${inputs.renewBeforeDays ?? 0} ` +
          "days), so the key is renewed when a third of its validity is left. To remove this warning, lower renewBeforeDays.",
        "warning",
      );
    }
    await tellOfLapse(key, inputs);
    return result;
  };

  return {
    check: async (olds: Properties, news: Properties) => {
      const { check } = await import("../check.js");
      const failures = check(table, news);
      if (failures.length === 0) await noticeNewKey(olds, news);
      return { inputs: news, failures };
    },

    diff: async (_id: string, olds: Properties, news: Properties) => {
      const { connection = DEFAULT_CONNECTION } = news;
      const named = typeof connection === "string" ? connections.hostOf(connection) : undefined;
      const { replaces, reasons, isDue, heldHost } = diff(table, olds, news, { now: now(), named });
      const isPassedOver = isAdoptPassedOver(olds, news, isDue, now());
      memory.remember(news, { heldHost: hostOf(olds), ...(isPassedOver && { passedOverKeyId: adoptedKeyIdOf(news) }) });

      const key = keyOf(noun, olds);
      if (heldHost !== undefined) {
        await notify(
          `${capitalized(key)} belongs to ${heldHost}, but the environment of this run names ${named?.host ?? ""}. ` +
            (isDue
              ? "`pulumi up` will refuse to renew it there (ERR_HOST_DIFFERS)."
              : "That replaces nothing, but the key can't be renewed while they differ."),
          "warning",
        );
      }
      if (replaces.length > 0) {
        const isAdopted = adoptedKeyIdOf(news) !== undefined && !isPassedOver;
        const by = !isAdopted
          ? ""
          : isAdoptExpired(news, now())
            ? " by the key that `adopt` gives, but that has expired: `pulumi up` will refuse it"
            : " by the key that `adopt` gives; no request is sent";
        await notify(`${capitalized(key)} will be replaced${by}: ${reasons.join("; ")}.`);
      } else if (isAnotherKeyGiven(olds, news)) {
        await notify(
          `The program's \`adopt\` gives another key than ${key} that Pulumi holds, and nothing changes for now. To adopt it ` +
            "instead: `pulumi up --target-replace URN --target-dependents` (`pulumi stack --show-urns` lists the URNs). If " +
            "you don't need it, remove `adopt`.",
        );
      }
      return { changes: replaces.length > 0 || !isComplete(olds), replaces: [...replaces] };
    },

    create: async (news: Properties) => {
      const { decodeInputs } = await import("./inputs.js");
      const inputs = decodeInputs(table, news);
      const { adopt: adopted } = inputs;
      if (adopted !== undefined && !memory.isPassedOver(news, adopted.keyId)) return adopt(inputs, adopted);
      refuseOtherHost(inputs);
      return issue(inputs, news, adopted);
    },

    /** Sends nothing: there is no read API. Inputs are left alone: outputs do not tell them. */
    read: async (id: string, props: Properties = {}) => ({ id, props: withWireSecrets(props, secretOutputs) }),

    /**
     * Sends nothing: nothing that can change in place is known to the API. Pulumi calls it all the same for a resource
     * that an earlier version left as half-made, and for one whose state lacks the key.
     */
    update: async (_id: string, olds: Properties) => {
      if (isComplete(olds)) return { outs: withWireSecrets(olds, secretOutputs) };
      throw new KeyError(
        "ERR_KEY_INCOMPLETE",
        `the stack's state of ${keyOf(noun, olds)} lacks its keyId or its key, so nothing can be handed on. Nothing was sent. ` +
          "Restore the state from a backup (`pulumi stack import`). If there is none, ask for a new key with `pulumi up " +
          "--target-replace URN --target-dependents` (`pulumi stack --show-urns` lists the URNs).",
      );
    },

    /** Sends nothing: the API has no delete. The key lives on until it expires. */
    delete: async (_id: string, olds: Properties) => {
      if (isDeletionTold || memory.isReplaced(olds)) return;
      isDeletionTold = true;
      await notify(
        `Pulumi has forgotten ${keyOf(noun, olds)}, but at the service it stays valid until it expires: the API can't ` +
          `delete a key. The same goes for every other ${noun} that this run deletes.`,
        "warning",
      );
    },
  };
};
