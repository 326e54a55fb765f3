import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { z } from "zod";

/** The parts of a notification that are needed to send it again. */
export interface CapturedNotification {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const envelopeSchema = z.object({ encData: z.string() });
const headerSchema = z.object({ kid: z.string() });

/** The ID of the key that a notification is encrypted to; undefined if it isn't encrypted. */
export const keyIdOf = ({ body }: CapturedNotification): string | undefined => {
  const envelope = envelopeSchema.safeParse(JSON.parse(body.toString()));
  if (!envelope.success) return undefined;
  const [header = ""] = envelope.data.encData.split(".");
  return headerSchema.parse(JSON.parse(Buffer.from(header, "base64url").toString())).kid;
};

/** The headers by which a receiver knows that a notification is genuine. */
const PROTECTING_HEADERS = ["authorization", "v-c-signature"];

/** Sends a notification and returns the receiver's status. */
export const post = async (url: string, { headers, body }: CapturedNotification): Promise<number> => {
  const sent = PROTECTING_HEADERS.filter((name) => headers[name] !== undefined);
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...Object.fromEntries(sent.map((name) => [name, String(headers[name])])),
    },
    body: new Uint8Array(body),
  });
  await answer.arrayBuffer();
  return answer.status;
};

/** A proxy between the platform and the receiver: stands for an attacker who can read the traffic. */
export interface Wiretap {
  readonly url: string;
  /** The notifications that the receiver accepted. */
  readonly captured: readonly CapturedNotification[];
  readonly stop: () => void;
}

export const startWiretap = async (receiverUrl: string): Promise<Wiretap> => {
  const captured: CapturedNotification[] = [];
  const server = createServer((request, response) => {
    const forward = async (): Promise<number> => {
      const notification = { headers: request.headers, body: await buffer(request) };
      const status = await post(receiverUrl, notification);
      if (status === 200) captured.push(notification);
      return status;
    };
    forward().then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(502).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, captured, stop: () => server.close() };
};
