import { type Connections } from "../../connection/connection.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { type Properties } from "../protocol.js";
import { hostOf } from "./diff.js";
import { describeKey } from "./key-messages.js";

/**
 * Names a key.
 *
 * @param properties inputs or outputs
 * @param inputs name the connection
 * @param host the host of the key. Default: the one in `properties`
 */
export type NameKey = (properties: Properties, inputs: { readonly connection?: unknown }, host?: string) => string;

/**
 * Creates the function that names keys in the texts of a run. An organization can have keys at several hosts, for example for
 * tests and for production, so the host is named unless it's that of the default connection.
 */
export const createKeyNaming =
  (noun: string, connections: Pick<Connections, "hostOf">): NameKey =>
  (properties, { connection }, host = hostOf(properties)) => {
    const key = describeKey(noun, properties);
    if ((connection ?? DEFAULT_CONNECTION) === DEFAULT_CONNECTION || host === undefined) return key;
    return host === connections.hostOf(DEFAULT_CONNECTION)?.host ? key : `${key} at ${host}`;
  };
