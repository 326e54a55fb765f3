import { createHash } from "node:crypto";
import { z } from "zod";
import { EngineError, unsupported } from "../errors.js";
import { isNestedTooDeep } from "./nesting.js";
import type { Crypter } from "./passphrase.js";
import { decodeResource, encodeResource, type ResourceState } from "./resource-state.js";
import type { SecretCodec } from "./state-values.js";

/** An operation that had begun when the state was written. After a crash, its outcome is unknown. */
export interface PendingOperation {
  readonly type: string;
  readonly resource: ResourceState;
}

/** The resources of a stack between two steps. */
export interface Snapshot {
  /** When the snapshot was taken (RFC 3339), and the Pulumi version that it is written for. */
  readonly manifest: { readonly time: string; readonly version: string };
  readonly resources: readonly ResourceState[];
  readonly pendingOperations: readonly PendingOperation[];
  /** Fields of the deployment that this engine doesn't know. They are written back unchanged. */
  readonly otherFields?: Readonly<Record<string, unknown>> | undefined;
}

/** A snapshot in its stored form: Pulumi's deployment version 3, or version 4 if it uses a feature that needs it. */
export interface Deployment {
  readonly version: number;
  readonly features?: readonly string[];
  readonly deployment: Readonly<Record<string, unknown>>;
}

const VERSION = 3;
const VERSION_WITH_FEATURES = 4;
const SUPPORTED_FEATURES = ["taint"];
const PROVIDER_TYPE = "passphrase";

const deploymentSchema = z.looseObject({
  manifest: z.looseObject({ time: z.string(), version: z.string().default("") }),
  secrets_providers: z.object({ type: z.string(), state: z.unknown().optional() }).nullish(),
  resources: z.array(z.unknown()).nullish(),
  pending_operations: z.array(z.object({ type: z.string(), resource: z.unknown().optional() })).nullish(),
});

const untypedSchema = z.object({
  version: z.number(),
  features: z.array(z.string()).nullish(),
  deployment: deploymentSchema.nullish(),
});

const invalid = (why: string): EngineError => new EngineError("ERR_ENGINE_STATE", `Cannot read the state: ${why}`);

const parse = (json: unknown): z.infer<typeof untypedSchema> => {
  if (isNestedTooDeep(json)) throw invalid("it is nested too deeply");
  const parsed = untypedSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`it is not a deployment as \`pulumi stack export\` writes it (${issue?.path.join(".") ?? ""})`);
  }
  const { version, features } = parsed.data;
  if (version < VERSION) throw invalid(`deployment version ${version} is too old; export it with a current Pulumi CLI`);
  if (version > VERSION_WITH_FEATURES) throw invalid(`deployment version ${version} is newer than this engine`);
  const missing = (features ?? []).filter((feature) => !SUPPORTED_FEATURES.includes(feature));
  if (version === VERSION_WITH_FEATURES && missing.length > 0) {
    throw unsupported(`A state that needs the features ${missing.join(", ")}`);
  }
  return parsed.data;
};

const saltOf = (provider: { type: string; state?: unknown } | null | undefined): string | undefined => {
  if (provider === null || provider === undefined || provider.type === "") return undefined;
  if (provider.type !== PROVIDER_TYPE) {
    throw unsupported(
      `A state with ${/^[a-z]{1,16}$/.test(provider.type) ? `the secrets provider ${provider.type}` : "an unknown secrets provider"}`,
    );
  }
  const state = z.object({ salt: z.string() }).safeParse(provider.state);
  if (!state.success) throw invalid("its secrets provider has no salt");
  return state.data.salt;
};

/** The salt that a stored deployment was encrypted with, or undefined if it has no secrets provider. */
export const deploymentSalt = (json: unknown): string | undefined => saltOf(parse(json).deployment?.secrets_providers);

/** The last ciphertext at each place in a state, so that an unchanged secret keeps its ciphertext. */
type Sealed = Map<string, { readonly text: string; readonly ciphertext: string }>;
const sealedBy = new WeakMap<Crypter, Sealed>();

const sealedOf = (crypter: Crypter): Sealed => {
  const sealed = sealedBy.get(crypter) ?? new Map<string, { text: string; ciphertext: string }>();
  sealedBy.set(crypter, sealed);
  return sealed;
};

const cipherCodec = (crypter: Crypter): SecretCodec => {
  const sealed = sealedOf(crypter);
  return {
    seal: (text, place) => {
      const last = sealed.get(place);
      const ciphertext = last?.text === text ? last.ciphertext : crypter.encrypt(text);
      sealed.set(place, { text, ciphertext });
      return { ciphertext };
    },
    open: ({ ciphertext, plaintext }) =>
      typeof ciphertext === "string" ? crypter.decrypt(ciphertext) : String(plaintext),
    opened: (text, { ciphertext }, place) => {
      if (typeof ciphertext === "string") sealed.set(place, { text, ciphertext });
    },
  };
};

const plainCodec = (crypter: Crypter): SecretCodec => ({
  ...cipherCodec(crypter),
  seal: (text) => ({ plaintext: text }),
});

const magicOf = (version: string): string =>
  version === "" ? "" : createHash("sha256").update(version, "utf8").digest("hex");

/** Encodes a snapshot with its secrets encrypted or, with `showSecrets`, in plain text. */
export const encodeDeployment = (
  snapshot: Snapshot,
  crypter: Crypter,
  { showSecrets = false }: { readonly showSecrets?: boolean } = {},
): Deployment => {
  const codec = showSecrets ? plainCodec(crypter) : cipherCodec(crypter);
  const { manifest, resources, pendingOperations, otherFields } = snapshot;
  const isTainted = [...resources, ...pendingOperations.map(({ resource }) => resource)].some(({ taint }) => taint);
  return {
    ...(isTainted ? { version: VERSION_WITH_FEATURES, features: ["taint"] } : { version: VERSION }),
    deployment: {
      manifest: { time: manifest.time, magic: magicOf(manifest.version), version: manifest.version },
      secrets_providers: { type: PROVIDER_TYPE, state: { salt: crypter.salt } },
      ...(resources.length === 0 ? {} : { resources: resources.map((resource) => encodeResource(resource, codec)) }),
      ...(pendingOperations.length === 0
        ? {}
        : {
            pending_operations: pendingOperations.map(({ type, resource }) => ({
              resource: encodeResource(resource, codec),
              type,
            })),
          }),
      metadata: {},
      ...otherFields,
    },
  };
};

/** Encodes one resource with its secrets encrypted. */
export const encodeStored = (resource: ResourceState, crypter: Crypter): unknown =>
  encodeResource(resource, cipherCodec(crypter));

/** Decodes a stored deployment. The crypter must have its salt (`deploymentSalt`), if it has one. */
export const decodeDeployment = (json: unknown, crypter: Crypter): Snapshot => {
  const { deployment } = parse(json);
  if (deployment === null || deployment === undefined) throw invalid("it is empty");
  const { manifest, secrets_providers, resources, pending_operations, ...otherFields } = deployment;
  const salt = saltOf(secrets_providers);
  if (salt !== undefined && salt !== crypter.salt) {
    throw new EngineError("ERR_ENGINE_PASSPHRASE", "The state was encrypted with a different salt");
  }
  const codec = cipherCodec(crypter);
  return {
    manifest: { time: manifest.time, version: manifest.version },
    resources: (resources ?? []).map((resource) => decodeResource(resource, codec)),
    pendingOperations: (pending_operations ?? []).map(({ type, resource }) => ({
      type,
      resource: decodeResource(resource, codec),
    })),
    otherFields,
  };
};
