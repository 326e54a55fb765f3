import { type Receive } from "./receive.mts";

/** The event of API Gateway (REST APIs: version 1, HTTP APIs: version 2), a function URL or a load balancer. */
export interface GatewayEvent {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** Ignores the letter case: REST APIs pass header names as they were sent. */
const headerOf = ({ headers }: GatewayEvent): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "v-c-signature")?.[1];

/** The handler of a function. A gateway passes a body as base64 if it treats its media type as binary. */
export const createReceiver =
  (receive: Receive) =>
  async (event: GatewayEvent): Promise<{ statusCode: number; body: string }> => {
    const body = Buffer.from(event.body ?? "", event.isBase64Encoded === true ? "base64" : "utf8");
    return { statusCode: await receive(headerOf(event), body), body: "" };
  };
