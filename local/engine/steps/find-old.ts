import { type AliasContext, aliasUrns } from "./aliases.js";
import { EngineError } from "../errors.js";
import type { Goal } from "./goal.js";
import type { Planned } from "./planned.js";
import type { Resource } from "../state/resource.js";

/** The error for a resource that can't be registered as the program declares it. */
export const resourceError = (message: string): EngineError => new EngineError("ERR_ENGINE_RESOURCE", message);

/** The error for two resources with the same URN. */
export const duplicateError = (urn: string): EngineError =>
  new EngineError("ERR_ENGINE_DUPLICATE_URN", `Duplicate resource URN '${urn}'; try giving it a unique name`);

export interface OldResources {
  readonly project: string;
  readonly stack: string;
  /** The resources of the state by their URNs, without those that are to be deleted. */
  readonly current: ReadonlyMap<string, Resource>;
  readonly planned: Planned;
}

/** Finds a registered resource in the state, by its URN or by an alias. */
export const findOld = (urn: string, goal: Goal, olds: OldResources): Resource | undefined => {
  const { planned, current, project, stack } = olds;
  const taken = planned.renamed.get(urn);
  if (taken !== undefined) {
    throw resourceError(`Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${taken}'`);
  }
  const known = current.get(urn);
  if (known !== undefined) return known;
  const context: AliasContext = { ...goal, project, stack, formerUrn: (parent) => planned.formerUrn(parent) };
  const alias = aliasUrns(goal.aliases, context).find((candidate) => current.has(candidate));
  if (alias === undefined) return undefined;
  const other = planned.registered.has(alias) ? alias : planned.renamed.get(alias);
  if (other !== undefined && alias !== urn) {
    throw resourceError(
      `Duplicate resource alias '${alias}' applied to resource with URN '${urn}' conflicting with resource with URN '${other}'`,
    );
  }
  planned.renamed.set(alias, urn);
  return current.get(alias);
};
