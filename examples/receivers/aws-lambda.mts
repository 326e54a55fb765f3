import { type Receive } from "./receive.mts";

/** What API Gateway (REST, its version 1, and HTTP, its version 2), a function URL or a load balancer hands over. */
export interface GatewayEvent {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** REST APIs keep the letter case in which a header was sent. */
const headerOf = ({ headers }: GatewayEvent): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "v-c-signature")?.[1];

/** The handler of a function. A gateway hands a body over as base64 where its media type counts as binary. */
export const createReceiver =
  (receive: Receive) =>
  async (event: GatewayEvent): Promise<{ statusCode: number; body: string }> => {
    const body = Buffer.from(event.body ?? "", event.isBase64Encoded === true ? "base64" : "utf8");
    return { statusCode: await receive(headerOf(event), body), body: "" };
  };
