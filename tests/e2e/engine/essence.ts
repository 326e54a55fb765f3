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
