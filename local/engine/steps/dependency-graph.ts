import { type Resource, dependencyUrns, requiredUrns } from "../state/resource.js";
import { providerUrn } from "../values/urn.js";

/**
 * The resources that depend on `root`, directly or not, other than just as its children. `resources` is in dependency
 * order.
 */
export const dependentsOf = (
  root: Resource,
  resources: readonly Resource[],
  ignored: ReadonlySet<string>,
): readonly Resource[] => {
  const urns = new Set([root.urn]);
  return resources.slice(resources.indexOf(root) + 1).filter((candidate) => {
    if (ignored.has(candidate.urn)) return false;
    const depends =
      dependencyUrns(candidate).some((urn) => urns.has(urn)) ||
      (candidate.provider !== undefined && urns.has(providerUrn(candidate.provider)));
    if (depends) urns.add(candidate.urn);
    return depends;
  });
};

const childrenUrns = (parent: string, resources: readonly Resource[]): readonly string[] => {
  const urns = new Set([parent]);
  for (const resource of resources) {
    if (resource.parent !== undefined && urns.has(resource.parent)) urns.add(resource.urn);
  }
  return [...urns].slice(1);
};

/** The earlier resources that `resource` depends on directly. Depending on a component includes its children. */
const requirementsOf = (resource: Resource, earlier: readonly Resource[]): ReadonlySet<Resource> => {
  const urns = new Set(requiredUrns(resource));
  const components = earlier.filter(({ urn, custom }) => !custom && urns.has(urn) && urn !== resource.parent);
  for (const component of components) childrenUrns(component.urn, earlier).forEach((urn) => urns.add(urn));
  return new Set(earlier.filter(({ urn }) => urns.has(urn)));
};

/**
 * Sorts resources to delete into rounds: each one is in an earlier round than those that it depends on, and the
 * resources of one round don't depend on each other. `resources` is the whole state, in dependency order.
 */
export const deletionRounds = (
  toDelete: readonly Resource[],
  resources: readonly Resource[],
): readonly (readonly Resource[])[] => {
  const left = new Map(
    toDelete.map((resource) => [resource, requirementsOf(resource, resources.slice(0, resources.indexOf(resource)))]),
  );
  const rounds: Resource[][] = [];
  while (left.size > 0) {
    const round = [...left.keys()].filter(
      (resource) => ![...(left.get(resource) ?? [])].some((need) => left.has(need)),
    );
    round.forEach((resource) => left.delete(resource));
    rounds.unshift(round);
  }
  return rounds;
};

/** The resources that `resource` depends on, directly or not. */
export const allRequirementsOf = (resource: Resource, resources: readonly Resource[]): ReadonlySet<Resource> => {
  const found = new Set<Resource>();
  const visit = (current: Resource): void => {
    for (const need of requirementsOf(current, resources.slice(0, resources.indexOf(current)))) {
      if (found.has(need)) continue;
      found.add(need);
      visit(need);
    }
  };
  visit(resource);
  return found;
};
