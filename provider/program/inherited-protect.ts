import * as pulumi from "@pulumi/pulumi";
import { sdkField } from "./sdk-field.js";

/** Warns of a key that is protected because its parent is: nobody wrote that the key should stop being renewed. */
export const warnOfInheritedProtect = (key: pulumi.Resource): void => {
  if (sdkField(key, "__protect") !== true || sdkField(sdkField(key, "__parentResource"), "__protect") !== true) return;
  // Once it is registered: the SDK delivers no message behind one about a resource that was never registered.
  key.urn.apply(() =>
    pulumi.log.warn(
      "This key is protected, because its parent is: Pulumi won't replace it once it is due, and the whole run fails then. " +
        "Give it `protect: false`.",
      key,
    ),
  );
};
