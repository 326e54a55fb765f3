import { type SubscriptionError } from "../../api/subscription-error.js";
import { type Place, type SubscriptionsClient } from "../../api/subscriptions.js";
import { type Connections } from "../../connection/connection.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { type Properties } from "../protocol.js";

/** Where the requests about one subscription go. */
export interface Opened extends Place {
  readonly client: SubscriptionsClient;
  readonly host: string;
  readonly connectionName: string;
}

export interface OpeningSources {
  readonly connections: Connections;
  readonly loadClient: () => Promise<SubscriptionsClient>;
  /** The error for a subscription at another host than the one that its connection names now. */
  readonly elsewhere: (
    id: string,
    host: string,
    now: { readonly connection: string; readonly host: string },
  ) => SubscriptionError;
}

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
export const connectionOf = ({ connection }: Properties): string => textOf(connection) || DEFAULT_CONNECTION;

/** What the outputs say of the place. */
export const placeOf = ({ organizationId, host, connectionName }: Opened) => ({
  organizationId,
  host,
  connection: connectionName,
});

/** Creates the functions that open the connection of a subscription. */
export const createOpening = ({ connections, loadClient, elsewhere }: OpeningSources) => {
  const open = async (properties: Properties): Promise<Opened> => {
    const connectionName = connectionOf(properties);
    const organizationId = textOf(properties.organizationId);
    const connection = await connections.open(connectionName, organizationId);
    const host = new URL(connection.origin).host;
    const { products } = properties;
    return { client: await loadClient(), connection, organizationId, products, host, connectionName };
  };

  return {
    open,

    /** A subscription is read, changed and deleted at its own host only: another one doesn't know it. */
    openHeld: async (id: string, olds: Properties, connection: string): Promise<Opened> => {
      const opened = await open({ ...olds, connection });
      if (opened.host === olds.host) return opened;
      throw elsewhere(id, textOf(olds.host), { connection, host: opened.host });
    },
  };
};
