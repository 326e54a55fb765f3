import { type ExportedResource, type ExportedState } from "../e2e/support/engine.js";
import { type Subject } from "./operation.js";

const PROVIDER_TYPE = /^pulumi:providers:/;

const isShared = ({ type }: ExportedResource): boolean => type.startsWith("pulumi:");

const isOf = ({ urn }: ExportedResource, { label }: Subject): boolean => urn.endsWith(`-${label}`);

const resourcesOf = ({ deployment }: ExportedState): readonly ExportedResource[] => deployment.resources ?? [];

const withResources = (state: ExportedState, resources: readonly ExportedResource[]): ExportedState => ({
  ...state,
  deployment: { ...state.deployment, resources },
});

/** The part of a state that is about a subject. */
export const partOf = (state: ExportedState, subject: Subject): ExportedState =>
  withResources(
    state,
    resourcesOf(state).filter((resource) => isShared(resource) || isOf(resource, subject)),
  );

/** Each run that starts without a state gives the provider another ID, which its resources name. */
const withProviderId = (state: ExportedState, id: string): ExportedState => {
  const provider = resourcesOf(state).find(({ type }) => PROVIDER_TYPE.test(type));
  if (provider?.id === undefined) return state;
  return JSON.parse(JSON.stringify(state).replaceAll(provider.id, id)) as ExportedState;
};

/** One state of all that several states of the same stack hold. */
export const mergeStates = (states: readonly ExportedState[]): ExportedState => {
  const [first, ...others] = states;
  if (first === undefined) throw new Error("There is no state to merge");
  const all = states.flatMap(resourcesOf);
  const id = all.find(({ type }) => PROVIDER_TYPE.test(type))?.id ?? "";
  const merged = [first, ...others].flatMap((state) => resourcesOf(withProviderId(state, id)));
  const shared = new Map(merged.filter(isShared).map((resource) => [resource.urn, resource]));
  return withResources(first, [...shared.values(), ...merged.filter((resource) => !isShared(resource))]);
};
