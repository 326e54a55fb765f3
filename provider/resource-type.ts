import { MODULE, type ResourceTable } from "./properties.js";

/** Whether a value is a resource of this kind, by the type that Pulumi keeps with it. */
export const isOfType = (value: unknown, { name }: ResourceTable): boolean =>
  typeof value === "object" &&
  value !== null &&
  Reflect.get(value, "__pulumiType") === `pulumi-nodejs:dynamic/${MODULE}:${name}`;
