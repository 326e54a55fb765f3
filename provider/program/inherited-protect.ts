import * as pulumi from "@pulumi/pulumi";
import { sdkField } from "./sdk-field.js";

/** Warns of a key that is protected only because its parent is: the author of the program may not have meant that. */
export const warnOfInheritedProtect = (key: pulumi.Resource): void => {
  if (sdkField(key, "__protect") !== true || sdkField(sdkField(key, "__parentResource"), "__protect") !== true) return;
  // Wait for the registration: if a message names a resource that is never registered, the SDK drops all later messages.
  key.urn.apply(() =>
    pulumi.log.warn(
      "This key is protected, because its parent is: Pulumi won't replace it once it is due, and the whole run fails then. " +
        "Give it `protect: false`.",
      key,
    ),
  );
};
