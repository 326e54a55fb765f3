import { subjectOf } from "./apply-step.js";
import { dependentsOf } from "./dependency-graph.js";
import { EngineError } from "../errors.js";
import type { ProviderPool } from "../processes/provider-pool.js";
import type { Resource } from "../state/resource.js";
import { applyReplaceOnChanges, diffResource } from "./resource-diff.js";
import { providerUrn } from "../values/urn.js";
import { UNKNOWN, objectOf } from "../values/values.js";

/** A resource that must be deleted before one that it depends on, and the properties that cause this. */
export interface Dependent {
  readonly resource: Resource;
  readonly replaces: readonly string[];
}

/**
 * Whether a resource would be replaced too: asks its provider for a diff in which all inputs from replaced resources
 * are unknown. Returns the properties that cause the replacement.
 */
const replacementOf = async (
  resource: Resource,
  replacedUrns: ReadonlySet<string>,
  providers: ProviderPool,
): Promise<readonly string[] | undefined> => {
  if (!resource.custom) return undefined;
  if (resource.provider !== undefined && replacedUrns.has(providerUrn(resource.provider))) return [];
  const dependsIn = (key: string): boolean =>
    (resource.propertyDependencies?.[key] ?? []).some((urn) => replacedUrns.has(urn));
  const keys = Object.keys(resource.inputs);
  if (!keys.some(dependsIn)) return undefined;
  const inputs = objectOf(
    Object.entries(resource.inputs).map(([key, value]) => [key, dependsIn(key) ? UNKNOWN : value] as const),
  );
  const provider = await providers.clientOf(resource);
  const ignored = resource.ignoreChanges ?? [];
  const diff = await diffResource(provider, subjectOf(resource), inputs, ignored, true);
  const { isReplaced, replaces } = applyReplaceOnChanges(diff, resource.replaceOnChanges ?? [], false);
  return isReplaced ? replaces : undefined;
};

/** Finds the dependents of `root` that would be replaced too and must be deleted first, in dependency order. */
export const replacedDependents = async (
  root: Resource,
  resources: readonly Resource[],
  settled: ReadonlySet<string>,
  providers: ProviderPool,
): Promise<readonly Dependent[]> => {
  const replacedUrns = new Set([root.urn]);
  const found: Dependent[] = [];
  for (const resource of dependentsOf(root, resources, settled)) {
    const replaces = await replacementOf(resource, replacedUrns, providers);
    if (replaces === undefined) continue;
    replacedUrns.add(resource.urn);
    found.push({ resource, replaces });
  }
  return found;
};

/** The error for a protected resource that would be deleted because of another one. */
export const protectedDependentError = (dependent: string, root: string): EngineError =>
  new EngineError(
    "ERR_ENGINE_PROTECTED",
    `unable to replace resource "${dependent}" as part of replacing "${root}" as it is currently marked for ` +
      "protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program " +
      `and run \`up\`, or use the command:\n\`pulumi state unprotect '${dependent}'\``,
  );

/** The error for a protected resource that would be replaced. */
export const protectedReplacementError = (urn: string): EngineError =>
  new EngineError(
    "ERR_ENGINE_PROTECTED",
    `unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect the resource, ` +
      "remove the `protect` flag from the resource in your Pulumi program and run `up`",
  );
