import { z } from "zod";
import { EngineError } from "../errors.js";
import { decodeStateProperties, decodeStateValue, encodeStateProperties, encodeStateValue } from "./state-values.js";
import type { SecretCodec } from "./state-values.js";
import type { Properties, Value } from "../values/values.js";

/** How long the provider may take, in seconds as in Pulumi's states. */
export interface CustomTimeouts {
  readonly create?: number | undefined;
  readonly update?: number | undefined;
  readonly delete?: number | undefined;
  readonly read?: number | undefined;
}

/** A resource in a state. The names are those of Pulumi's deployment format. */
export interface ResourceState {
  readonly urn: string;
  readonly custom: boolean;
  readonly type: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** The old resource of a replacement: the next update deletes it. */
  readonly delete?: boolean | undefined;
  readonly id?: string | undefined;
  readonly parent?: string | undefined;
  readonly protect?: boolean | undefined;
  /** The next update replaces it. */
  readonly taint?: boolean | undefined;
  readonly external?: boolean | undefined;
  readonly dependencies?: readonly string[] | undefined;
  readonly initErrors?: readonly string[] | undefined;
  /** The provider as `urn::id`. */
  readonly provider?: string | undefined;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The resource was deleted, but its replacement has not been created yet. */
  readonly pendingReplacement?: boolean | undefined;
  readonly additionalSecretOutputs?: readonly string[] | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly customTimeouts?: CustomTimeouts | undefined;
  readonly importID?: string | undefined;
  readonly retainOnDelete?: boolean | undefined;
  readonly deletedWith?: string | undefined;
  readonly replaceWith?: readonly string[] | undefined;
  /** RFC 3339, like all times in a state. Stored as text, because the CLI writes nanoseconds. */
  readonly created?: string | undefined;
  readonly modified?: string | undefined;
  readonly sourcePosition?: string | undefined;
  readonly stackTrace?: readonly unknown[] | undefined;
  readonly ignoreChanges?: readonly string[] | undefined;
  readonly hideDiff?: readonly unknown[] | undefined;
  readonly replaceOnChanges?: readonly string[] | undefined;
  readonly replacementTrigger?: Value | undefined;
  /** Fields that this engine doesn't know. They are written back unchanged. */
  readonly otherFields?: Readonly<Record<string, unknown>> | undefined;
}

const flag = z.boolean().optional();
const text = z.string().optional();
const texts = z.array(z.string()).optional();
const seconds = z.number().optional();

// In the field order of Pulumi's states.
const resourceSchema = z.looseObject({
  urn: z.string().min(1),
  custom: z.boolean().default(false),
  delete: flag,
  id: text,
  type: z.string().min(1),
  inputs: z.unknown().optional(),
  outputs: z.unknown().optional(),
  parent: text,
  protect: flag,
  taint: flag,
  external: flag,
  dependencies: texts,
  initErrors: texts,
  provider: text,
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).optional(),
  pendingReplacement: flag,
  additionalSecretOutputs: texts,
  aliases: texts,
  customTimeouts: z.object({ create: seconds, update: seconds, delete: seconds, read: seconds }).optional(),
  importID: text,
  retainOnDelete: flag,
  deletedWith: text,
  replaceWith: texts,
  created: text,
  modified: text,
  sourcePosition: text,
  stackTrace: z.array(z.unknown()).optional(),
  ignoreChanges: texts,
  hideDiff: z.array(z.unknown()).optional(),
  replaceOnChanges: texts,
  replacementTrigger: z.unknown().optional(),
});

const FIELDS = Object.keys(resourceSchema.shape);

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === false ||
  value === "" ||
  (typeof value === "object" && value !== null && Object.keys(value).length === 0);

/** Includes the ID, because the old and the new resource of a replacement have the same URN. */
const placeOf = (urn: string, id: string | undefined): string => `${urn}${id === undefined ? "" : ` (${id})`}`;

/** Encodes a resource as the JSON of a state, with Pulumi's field order and, like Pulumi, without empty fields. */
export const encodeResource = (resource: ResourceState, codec: SecretCodec): Record<string, unknown> => {
  const place = placeOf(resource.urn, resource.id);
  const encoded: Readonly<Record<string, unknown>> = {
    ...resource,
    inputs: encodeStateProperties(resource.inputs, codec, `${place} inputs`),
    outputs: encodeStateProperties(resource.outputs, codec, `${place} outputs`),
    replacementTrigger: encodeStateValue(resource.replacementTrigger ?? null, codec, `${place} replacementTrigger`),
  };
  // An empty trigger, such as false or "", is still a trigger.
  const isLeftOut = (key: string): boolean =>
    key === "replacementTrigger" ? encoded[key] === null : key !== "custom" && isEmpty(encoded[key]);
  const fields = FIELDS.filter((key) => !isLeftOut(key)).map((key) => [key, encoded[key]] as const);
  return { ...Object.fromEntries(fields), ...resource.otherFields };
};

/** Decodes a resource from the JSON of a state. */
export const decodeResource = (json: unknown, codec: SecretCodec): ResourceState => {
  const parsed = resourceSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const what = issue === undefined ? "malformed" : `${issue.path.join(".")}: ${issue.message}`;
    throw new EngineError("ERR_ENGINE_STATE", `The state is damaged: a resource is malformed (${what})`);
  }
  const { urn, custom, type, id, inputs, outputs, replacementTrigger, propertyDependencies, ...rest } = parsed.data;
  if (!custom && id !== undefined) {
    throw new EngineError("ERR_ENGINE_STATE", `The state is damaged: ${urn} is not a custom resource, but has an id`);
  }
  const fields = Object.entries(rest);
  const otherFields = fields.filter(([key]) => !FIELDS.includes(key));
  const place = placeOf(urn, id);
  return {
    ...Object.fromEntries(fields.filter(([key]) => FIELDS.includes(key))),
    urn,
    custom,
    type,
    ...(id === undefined ? {} : { id }),
    inputs: decodeStateProperties(inputs, codec, `${place} inputs`),
    outputs: decodeStateProperties(outputs, codec, `${place} outputs`),
    ...(propertyDependencies === undefined
      ? {}
      : {
          propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([key, urns]) => [key, urns ?? []]),
          ),
        }),
    ...(replacementTrigger === undefined || replacementTrigger === null
      ? {}
      : { replacementTrigger: decodeStateValue(replacementTrigger, codec, `${place} replacementTrigger`) }),
    ...(otherFields.length === 0 ? {} : { otherFields: Object.fromEntries(otherFields) }),
  };
};
