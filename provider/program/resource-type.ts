import { typeOf } from "../seam/provider-text.js";
import { type ResourceTable } from "../resources/table.js";
import { sdkField } from "./sdk-field.js";

/** Whether a value is a resource of this kind. Compares types, so that it works across copies of this package. */
export const isOfType = (value: unknown, table: ResourceTable): boolean =>
  sdkField(value, "__pulumiType") === typeOf(table);
