import { type dynamic } from "@pulumi/pulumi";
import { assess, isDue, parseDate } from "../expiry.js";
import { type KmsClient } from "../kms/client.js";
import { type KeyRequest } from "../kms/wire.js";
import { DEFAULT_CONNECTION, DEFAULT_RENEW_BEFORE_DAYS, type ResourceTable, secretOutputsOf } from "../properties.js";
import { type Connections } from "./connection.js";
import { diff } from "./diff.js";
import { createFirstKeyNotice } from "./first-key-notice.js";
import { type HalfMade, HalfMadeKeyError } from "./half-made-key.js";
import { type KeyInputs } from "./inputs.js";
import { adoptedOutputs, idOf, issuedOutputs, type KeyOutputs } from "./outputs.js";
import { type Properties, withWireSecrets } from "./protocol.js";

/** What one kind of key does differently. */
export interface KeyKind {
  readonly table: ResourceTable;
  /** The request for the inputs, defaults resolved. */
  readonly toRequest: (inputs: KeyInputs) => KeyRequest;
  /** What a new key does to the one before it, as a notice for the first key; undefined when nothing is known. */
  readonly firstKeyNotice: string | undefined;
}

/** What the handlers take from outside. */
export interface HandlerSources {
  readonly now: () => Date;
  /** Tells the user a line, which must hold no secret. */
  readonly notify: (line: string) => void;
  readonly connections: Connections;
  /** Loads the client when the first request is sent: check and diff never do. */
  readonly loadClient: () => Promise<KmsClient>;
}

const REPLACE_BY_HAND = "`pulumi up --target-replace URN` (`pulumi stack --show-urns` lists the URNs)";

/** The verbs of a resource. Configuration is one for all kinds. */
export type Handlers = Required<Omit<dynamic.ResourceProvider, "configure">>;

/**
 * The handlers of a resource that holds a key: one life cycle for both kinds. What checks inputs is loaded where there are
 * any: refresh and destroy do without.
 */
export const createKeyHandlers = (kind: KeyKind, sources: HandlerSources): Handlers => {
  const { table, toRequest, firstKeyNotice } = kind;
  const { now, notify, connections, loadClient } = sources;
  const secretOutputs = new Set(secretOutputsOf(table));
  const noticeFirstKey = createFirstKeyNotice(firstKeyNotice, notify);

  const made = (outputs: KeyOutputs): { id: string; outs: Record<string, unknown> } => ({
    id: idOf(outputs),
    outs: withWireSecrets({ ...outputs }, secretOutputs),
  });

  const adopt = (inputs: KeyInputs): dynamic.CreateResult | undefined => {
    if (inputs.adopt === undefined) return undefined;
    const { expirationDate } = inputs.adopt;
    const renewBeforeDays = inputs.renewBeforeDays ?? DEFAULT_RENEW_BEFORE_DAYS;
    const assessment = assess({ expirationDate, renewBeforeDays }, now());
    if (isDue(assessment)) {
      notify(`organization ${inputs.organizationId}: the key given by adopt is due, so a new one is asked for`);
      return undefined;
    }
    const outputs = adoptedOutputs(
      toRequest(inputs),
      inputs.adopt,
      connections.hostOf(inputs.connection ?? DEFAULT_CONNECTION),
    );
    const result = made(outputs);
    notify(
      `${result.id}: adopted without a request. While adopt stays in the program, replacing this resource by hand ` +
        "brings the same key back; remove adopt first",
    );
    return result;
  };

  /**
   * A half-made resource. Pulumi adds the text of the provider to what create and update return, but not to this; without
   * it the resource could be neither read nor deleted.
   */
  const halfMade = (id: string, outs: Properties, { __provider }: Properties): HalfMade => ({
    id,
    properties: { ...outs, ...(__provider !== undefined && { __provider }) },
  });

  const issue = async (inputs: KeyInputs, news: Properties): Promise<dynamic.CreateResult> => {
    const connection = await connections.open(inputs.connection ?? DEFAULT_CONNECTION, inputs.organizationId);
    const request = toRequest(inputs);
    const client = await loadClient();
    const outputs = issuedOutputs(request, await client.requestKey(connection, request), connection, now());
    const result = made(outputs);

    const assessment = assess(
      { ...outputs, renewBeforeDays: inputs.renewBeforeDays ?? DEFAULT_RENEW_BEFORE_DAYS },
      now(),
    );
    const half = halfMade(result.id, result.outs, news);
    if (assessment.state === "unreadable") throw unreadableDate(half);
    if (assessment.state === "expired") {
      throw new HalfMadeKeyError(
        "ERR_KEY_EXPIRED",
        `${result.id}: the service answered with a key that has expired already; correlation id ${outputs.correlationId ?? ""}. ` +
          "It is kept in state, encrypted, and the next `pulumi up` asks for another one. Check the clock of this machine; " +
          "if it is right, the service hands out the old key again: ask the vendor's support.",
        half,
      );
    }
    if (assessment.isWindowCut) {
      notify(
        `${result.id}: the validity granted is not longer than renewBeforeDays (${inputs.renewBeforeDays ?? DEFAULT_RENEW_BEFORE_DAYS}), ` +
          "so it is renewed when a third of it is left",
      );
    }
    return result;
  };

  const unreadableDate = (half: HalfMade): HalfMadeKeyError =>
    new HalfMadeKeyError(
      "ERR_KEY_DATE_UNREADABLE",
      `${half.id}: the service answered with a key whose expirationDate is missing or cannot be read, so nobody can tell ` +
        `when to renew it. It is kept in state, encrypted. To ask for another one: ${REPLACE_BY_HAND}.`,
      half,
    );

  return {
    check: async (olds: Properties, news: Properties) => {
      const { check } = await import("./check.js");
      noticeFirstKey(olds, news);
      return { inputs: news, failures: check(table, news) };
    },

    diff: async (id: string, olds: Properties, news: Properties) => {
      const { connection = DEFAULT_CONNECTION } = news;
      const host = typeof connection === "string" ? connections.hostOf(connection) : undefined;
      const { replaces, isBroken, reasons } = diff(table, olds, news, { now: now(), host });
      if (replaces.length > 0) notify(`${id}: to be replaced: ${reasons.join("; ")}`);
      else if (isBroken) notify(`${id}: ${reasons.join("; ")}; replace it by hand: ${REPLACE_BY_HAND}`);
      return { changes: replaces.length > 0 || isBroken, replaces: [...replaces] };
    },

    create: async (news: Properties) => {
      const { decodeInputs } = await import("./inputs.js");
      const inputs = decodeInputs(table, news);
      return adopt(inputs) ?? (await issue(inputs, news));
    },

    /** Sends nothing: there is no read API. Inputs are left alone: outputs do not tell them. */
    read: async (id: string, props: Properties = {}) => ({ id, props: withWireSecrets(props, secretOutputs) }),

    /** Sends nothing: nothing that can change in place is known to the API. */
    update: async (id: string, olds: Properties, news: Properties) => {
      const outs = withWireSecrets(olds, secretOutputs);
      if (typeof olds.expirationDate !== "string" || parseDate(olds.expirationDate) === undefined) {
        throw unreadableDate(halfMade(id, outs, news));
      }
      return { outs };
    },

    /** Sends nothing: the API has no delete. The key lives on until it expires. */
    delete: async () => {},
  };
};
