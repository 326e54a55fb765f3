import { createApiClient } from "../../provider/api/client.js";
import { createConnections } from "../../provider/connection/connection.js";
import { type Secret } from "./secret-sweep.js";

interface Found {
  readonly secrets: Record<string, Secret>;
  readonly notices: string[];
}

/**
 * What handlers need for requests with these settings. Adds the signature of each request to `secrets`, and what the user
 * is told to `notices`.
 */
export const recordingSources = (
  settings: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
  { secrets, notices }: Found,
) => {
  const now = (): Date => new Date();
  const notify = (line: string): void => void notices.push(line);
  const stackConfig = (key: string): string | undefined => settings[key.replace("cybersource-webhooks:", "")];
  const connections = createConnections({ stackConfig, environment }, now, notify);
  const recording: typeof connections = {
    ...connections,
    open: async (...args) => {
      const opened = await connections.open(...args);
      return {
        ...opened,
        authenticate: async (request, at) => {
          const headers = await opened.authenticate(request, at);
          for (const [name, value] of Object.entries(headers)) {
            // The first part of a token isn't secret: it's the same in every request.
            const [, ...parts] = value.split(/[. ]/);
            for (const part of parts.filter(({ length }) => length > 30))
              secrets[`${name} ${part.length}`] = { value: part, kind: "random" };
          }
          return headers;
        },
      };
    },
  };
  const requests = { client: createApiClient({ now, backoffMs: () => 1 }), now, newCorrelationId: () => "correlation" };
  return { requests, sources: { now, notify: async (text: string) => notify(text), connections: recording } };
};
