/** A field that Pulumi's SDK keeps on a resource and does not declare; undefined where there is none. */
export const sdkField = (resource: unknown, field: string): unknown =>
  typeof resource === "object" && resource !== null ? Reflect.get(resource, field) : undefined;
