import { randomUUID } from "node:crypto";
import { EngineError, asEngineError } from "../errors.js";
import type { ProviderPool } from "../processes/provider-pool.js";
import type { Made, Subject } from "../processes/provider-client.js";
import type { Resource } from "../state/resource.js";
import { withSecretOutputs } from "../values/secrets.js";
import { type Step, newOf } from "./step.js";
import { PROVIDER_TYPE } from "../values/urn.js";
import { UNKNOWN_SENTINEL } from "../values/values.js";

export interface ApplyContext {
  /** In a preview nothing is created, changed or deleted. */
  readonly isPreview: boolean;
  readonly providers: ProviderPool;
}

/** How a step ended. A half-made resource (`isRecorded` with an `error`) is recorded like a complete one. */
export interface Applied {
  readonly isRecorded: boolean;
  readonly error?: EngineError;
}

const DONE: Applied = { isRecorded: true };

const now = (): string => new Date().toISOString();

/** The part of a resource that its provider gets in requests. */
export const subjectOf = ({ urn, id = "", inputs, outputs }: Resource): Subject => ({ urn, id, inputs, outputs });

const settle = (resource: Resource, made: Made): Applied => {
  resource.outputs = made.outputs;
  resource.initErrors = made.error?.reasons;
  return made.error === undefined ? DONE : { isRecorded: true, error: made.error.cause };
};

const createProvider = async (resource: Resource, id: string, { providers }: ApplyContext): Promise<Applied> => {
  await providers.configure(resource.urn, id, resource.inputs);
  resource.id = id;
  resource.outputs = resource.inputs;
  return DONE;
};

const createResource = async (resource: Resource, context: ApplyContext): Promise<Applied> => {
  if (!resource.custom) return DONE;
  if (resource.type === PROVIDER_TYPE) {
    return createProvider(resource, context.isPreview ? UNKNOWN_SENTINEL : randomUUID(), context);
  }
  if (context.isPreview) {
    resource.outputs = resource.inputs;
    return DONE;
  }
  const provider = await context.providers.clientOf(resource);
  const made = await provider.create(resource.urn, resource.inputs, resource.customTimeouts?.create ?? 0);
  resource.id = made.id;
  return settle(resource, made);
};

const create = async (step: Extract<Step, { op: "create" | "create-replacement" }>, context: ApplyContext) => {
  const applied = await createResource(step.new, context);
  step.new.created = now();
  step.new.modified = step.new.created;
  if (step.op === "create-replacement" && step.deletesLater) step.old.delete = true;
  return applied;
};

const update = async (step: Extract<Step, { op: "update" }>, context: ApplyContext): Promise<Applied> => {
  const { old, new: resource, ignoreChanges } = step;
  resource.id = old.id;
  resource.created = old.created;
  resource.modified = old.modified;
  if (!resource.custom) return DONE;
  if (resource.type === PROVIDER_TYPE) return createProvider(resource, old.id ?? "", context);
  if (context.isPreview) {
    resource.outputs = resource.inputs;
    return DONE;
  }
  const provider = await context.providers.clientOf(resource);
  const timeoutSeconds = resource.customTimeouts?.update ?? 0;
  const made = await provider.update(subjectOf(old), resource.inputs, ignoreChanges, timeoutSeconds);
  resource.modified = now();
  const applied = settle(resource, made);
  // After a failed update, keep the old inputs so that the next run sees the new ones as a change.
  if (made.error !== undefined) resource.inputs = old.inputs;
  return applied;
};

const same = async ({ old, new: resource }: Extract<Step, { op: "same" }>, context: ApplyContext): Promise<Applied> => {
  resource.id = old.id;
  resource.created = old.created;
  resource.modified = old.modified;
  resource.outputs = old.outputs;
  if (resource.type === PROVIDER_TYPE) await context.providers.configure(resource.urn, old.id ?? "", old.inputs);
  return DONE;
};

/** The error for deleting a protected resource. */
export const protectedError = (urn: string): EngineError =>
  new EngineError(
    "ERR_ENGINE_PROTECTED",
    `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the ` +
      "`protect` flag from the resource in your Pulumi program and run `up`, or use the command:\n" +
      `\`pulumi state unprotect '${urn}'\``,
  );

const remove = async (
  step: Extract<Step, { op: "delete" | "delete-replaced" }>,
  context: ApplyContext,
): Promise<Applied> => {
  const { old } = step;
  if (step.op === "delete" && old.protect === true) throw protectedError(old.urn);
  const needsProvider = old.custom && old.type !== PROVIDER_TYPE && old.retainOnDelete !== true;
  if (needsProvider && !context.isPreview) {
    const provider = await context.providers.clientOf(old);
    await provider.delete(subjectOf(old), old.customTimeouts?.delete ?? 0);
  }
  if (step.op === "delete-replaced" && step.isBeforeCreate) old.pendingReplacement = true;
  return DONE;
};

const dispatch = (step: Step, context: ApplyContext): Promise<Applied> => {
  switch (step.op) {
    case "same":
      return same(step, context);
    case "create":
    case "create-replacement":
      return create(step, context);
    case "update":
      return update(step, context);
    case "delete":
    case "delete-replaced":
      return remove(step, context);
    case "replace":
    case "remove-pending-replace":
      // Nothing to do: `replace` only stands for the other steps of a replacement, and the other only removes a record.
      return Promise.resolve(DONE);
  }
};

/** Executes a step and stores the outcome in its resources. */
export const applyStep = async (step: Step, context: ApplyContext): Promise<Applied> => {
  let applied: Applied;
  try {
    applied = await dispatch(step, context);
  } catch (error) {
    return { isRecorded: false, error: asEngineError(error) };
  }
  const resource = step.op === "replace" ? undefined : newOf(step);
  if (resource !== undefined) {
    resource.outputs = withSecretOutputs(resource.outputs, resource.inputs, resource.additionalSecretOutputs ?? []);
  }
  return applied;
};
