import type { StoredState } from "./workspace.js";

/** What differs from run to run: when, and where in the source. */
const IGNORED: readonly string[] = ["created", "modified", "sourcePosition", "stackTrace"];

const sorted = (urns: unknown): unknown => (Array.isArray(urns) ? urns.map(String).sort() : urns);

/** The Pulumi CLI keeps what a resource depends on as a set, and writes it in another order each time. */
const essential = (key: string, value: unknown): unknown => {
  if (key === "dependencies") return sorted(value);
  if (key !== "propertyDependencies") return value;
  return Object.fromEntries(Object.entries(Object(value) as object).map(([name, urns]) => [name, sorted(urns)]));
};

/** What two engines must agree on, resource by resource, in the order of the state. */
export const essence = ({ deployment }: StoredState): readonly unknown[] =>
  (deployment.resources ?? []).map((resource) => {
    const kept = Object.entries(resource).filter(([key]) => !IGNORED.includes(key));
    const json = JSON.stringify(Object.fromEntries(kept.map(([key, value]) => [key, essential(key, value)])));
    return JSON.parse(json.replaceAll(/"ciphertext":"[^"]*"/g, '"ciphertext":"x"')) as unknown;
  });

/** A state without what differs by engine: identifiers, generated values and the order of resources. */
export const comparable = (state: StoredState): readonly unknown[] =>
  essence(state)
    .map((resource) =>
      Object.fromEntries(Object.entries(Object(resource) as object).sort(([a], [b]) => (a < b ? -1 : 1))),
    )
    .map((resource) =>
      JSON.stringify(resource)
        .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "uuid")
        .replaceAll(/\d{13}-0\.\d+/g, "serial"),
    )
    .sort()
    .map((json) => JSON.parse(json) as unknown);
