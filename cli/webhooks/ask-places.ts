import { randomUUID } from "node:crypto";
import { AuthenticationConfigError } from "../../provider/auth/errors.js";
import { ConnectionError, createConnections } from "../../provider/connection/connection.js";
import { createApiClient } from "../../provider/api/client.js";
import { SubscriptionError } from "../../provider/api/subscription-error.js";
import { createSubscriptionsClient, type Place, type SubscriptionsClient } from "../../provider/api/subscriptions.js";
import { type ChosenConnections, noOrganization, organizationsOf } from "../access/chosen-connections.js";
import { type ConfiguredConnections } from "../access/read-settings.js";
import { type PlaceTitle } from "../access/place-title.js";

/** Where requests about one organization go, with its host. */
export interface OpenPlace extends Place {
  readonly host: string;
}

/** What a connection and an organization were asked for: `found`, or `error` if there was no answer to it. */
export interface Asked<Found> extends PlaceTitle {
  readonly found: Found | undefined;
  readonly error: string | undefined;
}

const now = (): Date => new Date();

export const createClient = (): SubscriptionsClient =>
  createSubscriptionsClient({ client: createApiClient({ now }), now, newCorrelationId: randomUUID, caller: "command" });

/** @throws ConnectionError or AuthenticationConfigError if the connection can't be used */
export const openPlace = async (
  name: string,
  organizationId: string,
  { sources }: ConfiguredConnections,
  note: (line: string) => void,
): Promise<OpenPlace> => {
  const connection = await createConnections(sources, now, note).open(name, organizationId);
  return { connection, organizationId, host: new URL(connection.origin).host };
};

/** The message of an error that a connection or an answer can lead to. Throws any other error. */
const messageOf = (error: unknown): string => {
  const isExpected =
    error instanceof ConnectionError ||
    error instanceof AuthenticationConfigError ||
    error instanceof SubscriptionError;
  if (!isExpected) throw error;
  return error.message;
};

/** Asks each connection about each organization. What fails for one doesn't keep the others from being asked. */
export const askPlaces = async <Found>(
  { configured, names }: ChosenConnections,
  organizationIds: readonly string[],
  note: (line: string) => void,
  ask: (place: OpenPlace) => Promise<Found>,
): Promise<Asked<Found>[]> => {
  const one = async (connection: string, organizationId: string): Promise<Asked<Found>> => {
    let host: string | undefined;
    try {
      const place = await openPlace(connection, organizationId, configured, note);
      host = place.host;
      return { connection, organizationId, host, found: await ask(place), error: undefined };
    } catch (error) {
      return { connection, organizationId, host, found: undefined, error: messageOf(error) };
    }
  };
  const asked = names.map(async (name) => {
    const organizations = organizationsOf(name, organizationIds, configured);
    if (organizations.length > 0) return Promise.all(organizations.map((organizationId) => one(name, organizationId)));
    const error = noOrganization(name, configured);
    return [{ connection: name, organizationId: undefined, host: undefined, found: undefined, error }];
  });
  return (await Promise.all(asked)).flat();
};
