/** Reads a field of a resource that Pulumi's SDK sets but doesn't declare in its types. */
export const sdkField = (resource: unknown, field: string): unknown =>
  typeof resource === "object" && resource !== null ? Reflect.get(resource, field) : undefined;
