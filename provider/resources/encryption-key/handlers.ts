import { type CertificatesClient } from "../../api/certificates.js";
import { type CertificateRequest } from "../../api/certificate-wire.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { hostOf, identityDifference } from "../key/diff.js";
import { earlierInputs } from "../key/earlier-inputs.js";
import { type Handlers, type HandlerSources } from "../key/handlers.js";
import { refuseOtherHost } from "../key/host-guard.js";
import { KeyError } from "../key/key-error.js";
import * as messages from "../key/key-messages.js";
import { createKeyNaming } from "../key/key-naming.js";
import { createNewKeyNotice } from "../key/key-notices.js";
import { createRunMemory } from "../key/run-memory.js";
import { NOTIFICATION_SYSTEM } from "../key/table.js";
import { type Properties, withWireSecrets } from "../protocol.js";
import { secretOutputsOf } from "../table.js";
import { areOfOneKey, certificateDigestOf, hasEnded, readCertificate } from "./certificate.js";
import { idOf, storedOutputs } from "./outputs.js";
import { WEBHOOK_ENCRYPTION_KEY } from "./table.js";

/** What tests replace: the clock, the user, the configuration and the service. */
export interface EncryptionKeySources extends Omit<HandlerSources, "loadClient"> {
  /** Loads the client for the first request. check, diff, read and delete never load it. */
  readonly loadClient: () => Promise<CertificatesClient>;
}

/** Valid inputs without unknown values. */
interface EncryptionKeyInputs {
  readonly organizationId: string;
  readonly certificate: string;
  readonly keyProvider?: string;
  readonly tenant?: string;
  readonly expiryDuration?: number;
  readonly connection?: string;
}

const NOUN = "encryption key";

const FIRST_KEY =
  "From then on the platform may encrypt notifications to it: deliver its private key to receivers first. The same goes for " +
  "every other encryption key that this run stores.";

const ENDED =
  "certificate has ended, or the clock of this machine is wrong. Nothing was sent. Issue a new certificate, and pass that.";

/** What to do before a replacement by another certificate. */
const beforeReplacement = ({ certificate: old }: Properties, { certificate }: Properties): string => {
  const isSame = areOfOneKey(old, certificate);
  if (isSame === true) return "";
  const which = isSame === undefined ? "If the new certificate is" : "The new certificate is";
  const what = isSame === undefined ? ", deliver that to receivers first." : ": deliver that to receivers first.";
  return ` ${which} of another private key${what}`;
};

/** The request for a certificate. The defaults are in the order that is proven by use (docs/encryption.md). */
const toRequest = (
  { organizationId, keyProvider, tenant, expiryDuration }: EncryptionKeyInputs,
  certificateBase64: string,
): CertificateRequest => ({
  organizationId,
  keyProvider: keyProvider ?? NOTIFICATION_SYSTEM,
  tenant: tenant ?? organizationId,
  certificateBase64,
  expiryDurationDays: expiryDuration,
});

/** The handlers of an encryption key. A due one isn't stored again: only a new certificate renews it. */
export const createEncryptionKeyHandlers = (sources: EncryptionKeySources): Handlers => {
  const { now, notify, connections, loadClient } = sources;
  const table = WEBHOOK_ENCRYPTION_KEY;
  const secretOutputs = new Set(secretOutputsOf(table));
  const nameKey = createKeyNaming(NOUN, connections);
  const announceNewKey = createNewKeyNotice(NOUN, FIRST_KEY, sources);
  const memory = createRunMemory();
  let isDeletionReported = false;

  return {
    check: async (olds: Properties, news: Properties) => {
      const { check } = await import("../check.js");
      const failures = check(table, news);
      // One that is stored already may end: nothing is sent for it, and the run says so on its row.
      const isStored = certificateDigestOf(olds.certificate) === certificateDigestOf(news.certificate);
      if (failures.length === 0 && !isStored && hasEnded(news.certificate, now())) {
        failures.push({ property: "", reason: `ERR_CERTIFICATE_EXPIRED: ${ENDED}` });
      }
      if (failures.length === 0) await announceNewKey(olds, news);
      return { inputs: news, failures };
    },

    diff: async (id: string, olds: Properties, news: Properties) => {
      const { connection = DEFAULT_CONNECTION } = news;
      const named = typeof connection === "string" ? connections.hostOf(connection) : undefined;
      const { replaces, reasons, heldHost } = identityDifference(table, olds, news, named);
      memory.remember(news, { heldHost: hostOf(olds) });

      if (heldHost !== undefined) {
        const text = messages.hostDiffers(messages.describeKey(NOUN, olds), heldHost, named?.host ?? "", false);
        await notify(text, "warning", id);
      }
      if (replaces.length > 0) {
        const text = messages.willBeReplaced(nameKey(olds, news), "new", reasons) + beforeReplacement(olds, news);
        await notify(text, "info", id);
      }
      return { changes: replaces.length > 0, replaces: [...replaces] };
    },

    create: async (news: Properties) => {
      const { presentInputs } = await import("../key/inputs.js");
      const inputs = presentInputs(table, news) as unknown as EncryptionKeyInputs;
      const certificate = readCertificate(inputs.certificate);
      if ("problem" in certificate) throw new Error(certificate.problem);
      if (certificate.notAfter <= now()) throw new KeyError("ERR_CERTIFICATE_EXPIRED", ENDED);
      refuseOtherHost(NOUN, inputs, memory, connections);

      const connection = await connections.open(inputs.connection ?? DEFAULT_CONNECTION, inputs.organizationId);
      const client = await loadClient();
      const request = toRequest(inputs, certificate.base64);
      const stored = await client.storeCertificate(connection, request);
      const outputs = storedOutputs(inputs.certificate, certificate, request, stored, connection, now());
      memory.rememberCreated({ ...outputs });
      return { id: idOf(outputs), outs: withWireSecrets({ ...outputs }, secretOutputs) };
    },

    /** Sends nothing: the API can't read a key. Returns no inputs, because the outputs don't contain all of them. */
    read: async (id: string, props: Properties = {}) => ({ id, props: withWireSecrets(props, secretOutputs) }),

    /** Sends nothing: the API can't change a key. */
    update: async (_id: string, olds: Properties, news: Properties) => {
      const defaults = toRequest({ organizationId: String(olds.organizationId), certificate: "" }, "");
      const secrets = [...secretOutputs, ...earlierInputs(table, olds, news, { ...defaults })];
      return { outs: withWireSecrets(olds, new Set(secrets)) };
    },

    /** Sends nothing: the API can't delete a key. It stays valid until it expires. */
    delete: async (_id: string, olds: Properties) => {
      if (isDeletionReported || memory.isReplaced(olds)) return;
      isDeletionReported = true;
      await notify(messages.deleted(messages.describeKey(NOUN, olds), NOUN), "warning");
    },
  };
};
