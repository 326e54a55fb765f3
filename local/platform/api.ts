import { readJson } from "../json-text.js";
import { acceptsJson } from "./accept-header.js";
import { type Answer, jsonAnswer } from "./answer.js";
import { applyFault } from "./apply-fault.js";
import { type Verifier } from "./authentication/verify.js";
import { type Clock } from "./clock.js";
import { describeBody } from "./describe-body.js";
import {
  type CertificateAnswerForm,
  certificateAnswer,
  unacceptedCertificateAnswer,
} from "./encryption/certificate-answer.js";
import { decodeCertificateRequest } from "./encryption/certificate-request.js";
import { endOfAccepted } from "./encryption/certificate.js";
import { type EncryptionKeyStore, newEncryptionKey } from "./encryption/store.js";
import { type FaultQueue } from "./fault.js";
import { type JournalDetails } from "./journal.js";
import { type AnswerStyle, failedKeyAnswer, keyAnswer, refusedKeyAnswer } from "./key-answer.js";
import { FOREIGN_REASON, type ForeignAnswer, foreignAnswer } from "./foreign-credential.js";
import { type Parents, isWithin } from "./hierarchy.js";
import { type KeyRequest, type RequestFlaw, decodeKeyRequest } from "./key-request.js";
import { type KeyStore } from "./keys.js";
import { type ReceivedRequest } from "./received-request.js";
import { flawsOfHeaders } from "./request-headers.js";
import { type Subscriptions } from "./subscriptions/create-subscriptions.js";
import { type RoutedRequest, routeOf } from "./subscriptions/routes.js";
import { type Grant } from "./validity.js";

export const KEYS_PATH = "/kms/egress/v2/keys-sym";
export const CERTIFICATES_PATH = "/kms/egress/v2/keys-asym";
const PRODUCTS_PATH = /^\/notification-subscriptions\/v2\/products\/([A-Za-z0-9\-_]{1,100})$/;

/** An answer, and what the journal records about it. */
export interface Outcome {
  answer: Answer;
  details: JournalDetails;
}

/** The parts of the local platform that the API uses. */
export interface ApiContext {
  clock: Clock;
  keys: KeyStore;
  encryptionKeys: EncryptionKeyStore;
  certificates: { answer: CertificateAnswerForm; maxDays: number };
  subscriptions: Subscriptions;
  faults: FaultQueue;
  grant: () => Grant;
  style: AnswerStyle;
  failsInBody: boolean;
  /** Undefined if requests don't need authentication. */
  verify: Verifier | undefined;
  acceptsHalJson: boolean;
  /** Undefined if every credential may act for every organization. */
  foreign: { readonly parents: Parents; readonly form: ForeignAnswer } | undefined;
}

/** The action of a stored certificate in the journal and for faults: STORE alone is also that of OAuth credentials. */
const STORE_CERTIFICATE = "STORE_CERTIFICATE";

/** What the journal records about a request for a key, valid or not. */
const describeKeyRequest = (body: unknown, isCertificate: boolean): Omit<JournalDetails, "keyMade"> => {
  const described = describeBody(body);
  return isCertificate && described.action === "STORE" ? { ...described, action: STORE_CERTIFICATE } : described;
};

/** A request for a key: what is wrong with it, or what it does. */
type DecodedKey =
  | { readonly flaws: readonly RequestFlaw[]; readonly answer?: Answer }
  | { readonly organizationId: string; readonly action: string; readonly act: (isKept: boolean) => Answer };

const decodeJson = (bytes: Buffer): unknown => {
  try {
    return readJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};

const summaryOf = (flaws: readonly RequestFlaw[]): string =>
  flaws.map(({ field, reason }) => `${reason} ${field || "body"}`).join(", ");

/** The API without its transport: takes a request and returns an answer. */
export const createApi = (context: ApiContext) => {
  const { clock, keys, encryptionKeys, certificates, subscriptions, faults } = context;
  const { grant, style, failsInBody, verify, foreign } = context;

  /** The outcome if the credential of a valid request may not act for the organization; undefined if it may. */
  const refusedAsForeign = (
    request: ReceivedRequest,
    organizationId: string,
    action: string,
    details: Partial<JournalDetails>,
  ): Outcome | undefined => {
    if (verify === undefined || foreign === undefined || organizationId === "") return undefined;
    if (isWithin(organizationId, verify.merchantOf(request), foreign.parents)) return undefined;
    const answer = foreignAnswer(foreign.form, action);
    return { answer, details: { ...details, action, organizationId, keyMade: false, reason: FOREIGN_REASON } };
  };

  /** Applies the next fault, if one is queued: it decides whether the request takes effect, and changes the answer. */
  const underFault = (
    organizationId: string,
    action: string | undefined,
    act: (keyMade: boolean) => Answer,
  ): { answer: Answer; keyMade: boolean; faultName?: string } => {
    const fault = faults.take(organizationId, action);
    const keyMade = fault?.made ?? true;
    const answer = act(keyMade);
    if (fault === undefined) return { answer, keyMade };
    return { answer: applyFault(fault, answer), keyMade, faultName: fault.kind };
  };

  const issue = (request: KeyRequest, now: Date, isKept: boolean): Answer => {
    const key = keys.keyFor(request, now, grant());
    if (isKept) keys.keep(key);
    return keyAnswer(request, key, now, style);
  };

  const decodeKey = (body: unknown, now: Date): DecodedKey => {
    const decoded = decodeKeyRequest(body);
    if ("flaws" in decoded) return decoded;
    const { request } = decoded;
    const { organizationId } = request.keyInformation;
    return { organizationId, action: request.clientRequestAction, act: (isKept) => issue(request, now, isKept) };
  };

  const decodeCertificate = (body: unknown, now: Date): DecodedKey => {
    const decoded = decodeCertificateRequest(body);
    if ("flaws" in decoded) return decoded;
    const { request } = decoded;
    const { organizationId, pub } = request.keyInformation;
    const end = endOfAccepted(pub, now, certificates.maxDays);
    if (end === undefined) {
      const flaws = [{ field: "keyInformation.pub", reason: "INVALID_DATA" as const }];
      return { flaws, answer: unacceptedCertificateAnswer(now) };
    }
    const key = newEncryptionKey(request, end);
    const act = (isKept: boolean): Answer => {
      if (isKept) encryptionKeys.keep(key);
      return certificateAnswer(request, key, now, certificates.answer, style);
    };
    return { organizationId, action: STORE_CERTIFICATE, act };
  };

  const answerKeys = (
    received: ReceivedRequest,
    body: unknown,
    described: Omit<JournalDetails, "keyMade">,
    decode: (body: unknown, now: Date) => DecodedKey,
  ): Outcome => {
    const now = clock.now();
    const headerFlaws = flawsOfHeaders(received.headers);
    const decoded = decode(body, now);
    if (headerFlaws.length > 0 || "flaws" in decoded) {
      const flaws = [...headerFlaws, ...("flaws" in decoded ? decoded.flaws : [])];
      const isInBody = failsInBody && headerFlaws.length === 0 && body !== undefined;
      const refusal = ("answer" in decoded ? decoded.answer : undefined) ?? refusedKeyAnswer(flaws, now);
      const answer = isInBody ? failedKeyAnswer(body, flaws, now, style) : refusal;
      return { answer, details: { ...described, keyMade: false, reason: summaryOf(flaws) } };
    }
    const { organizationId, action, act } = decoded;
    const refused = refusedAsForeign(received, organizationId, action, described);
    if (refused !== undefined) return refused;
    const { answer, ...made } = underFault(organizationId, action, act);
    return { answer, details: { ...described, action, ...made } };
  };

  const answerProducts = (request: ReceivedRequest, organizationId: string): Outcome => {
    const refused = refusedAsForeign(request, organizationId, "LIST_PRODUCTS", {});
    if (refused !== undefined) return refused;
    const { answer, ...made } = underFault(organizationId, "LIST_PRODUCTS", () =>
      subscriptions.productsAnswer(organizationId),
    );
    return { answer, details: { organizationId, ...made, keyMade: false } };
  };

  const answerSubscriptions = (route: RoutedRequest, request: ReceivedRequest, body: unknown): Outcome => {
    subscriptions.wake();
    const {
      organizationId = "",
      commit,
      reason,
      isMalformed,
      answer: planned,
    } = subscriptions.plan(route, request, body);
    const refused = refusedAsForeign(request, organizationId, route.action, { acted: false });
    if (refused !== undefined) return refused;
    const told = {
      action: route.action,
      ...(organizationId !== "" && { organizationId }),
      ...(reason !== undefined && { reason }),
    };
    if (isMalformed === true) return { answer: planned, details: { ...told, keyMade: false, acted: false } };
    const {
      answer,
      keyMade: isKept,
      ...fault
    } = underFault(organizationId, route.action, (isActedOn) => {
      if (isActedOn) commit?.();
      return planned;
    });
    return { answer, details: { ...told, ...fault, keyMade: false, acted: isKept && commit !== undefined } };
  };

  return (request: ReceivedRequest): Outcome => {
    const isCertificate = request.method === "POST" && request.target === CERTIFICATES_PATH;
    const isForKeys = isCertificate || (request.method === "POST" && request.target === KEYS_PATH);
    const route = routeOf(request.method, request.target);
    const body = isForKeys || route !== undefined ? decodeJson(request.body) : undefined;
    const described = {
      ...(route !== undefined && { action: route.action }),
      ...(isForKeys && describeKeyRequest(body, isCertificate)),
    };
    const reason = verify?.verify(request, clock.now());
    if (reason !== undefined) {
      const answer = jsonAnswer(401, { response: { rmsg: "Authentication Failed" } });
      return { answer, details: { ...described, keyMade: false, reason } };
    }
    if (!acceptsJson(request.headers.accept, context.acceptsHalJson)) {
      const answer = jsonAnswer(406, { message: "Not Acceptable" });
      return { answer, details: { ...described, keyMade: false, reason: "not-acceptable" } };
    }
    if (isForKeys) return answerKeys(request, body, described, isCertificate ? decodeCertificate : decodeKey);
    if (route !== undefined) return answerSubscriptions(route, request, body);
    const organizationId = request.method === "GET" ? PRODUCTS_PATH.exec(request.target)?.[1] : undefined;
    if (organizationId !== undefined) return answerProducts(request, organizationId);
    const answer = jsonAnswer(404, { message: "The requested resource does not exist" });
    return { answer, details: { keyMade: false, reason: "not-found" } };
  };
};
