import { type Connections } from "../../connection/connection.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { type Properties } from "../protocol.js";
import { KeyError } from "./key-error.js";
import { describeKey, renewalRefused } from "./key-messages.js";
import { type RunMemory } from "./run-memory.js";

/**
 * Refuses to renew a key at a host that only the environment of this run names: that is probably a mistake.
 *
 * @param noun the kind of key, for the message
 * @throws KeyError ERR_HOST_DIFFERS
 */
export const refuseOtherHost = (
  noun: string,
  inputs: { readonly connection?: string },
  memory: RunMemory,
  connections: Connections,
): void => {
  const { connection = DEFAULT_CONNECTION } = inputs;
  const properties: Properties = { ...inputs };
  const named = connections.hostOf(connection);
  const [keyHost, ...others] = memory.heldHosts(properties);
  if (keyHost === undefined || named === undefined || named.isOfStack) return;
  if ([keyHost, ...others].includes(named.host)) return;
  const key = describeKey(noun, properties);
  throw new KeyError("ERR_HOST_DIFFERS", renewalRefused(key, keyHost, named.host, connection));
};
