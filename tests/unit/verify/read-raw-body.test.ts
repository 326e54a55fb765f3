import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "@jest/globals";
import { readRawBody } from "../../../verify/index.js";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** What `read` makes of a request with this body, on a real socket. */
const receive = async (body: string | Uint8Array, read: (request: IncomingMessage) => Promise<unknown>) => {
  const server = createServer();
  const received = new Promise<unknown>((resolve, reject) => {
    server.on("request", (request, response) => {
      read(request)
        .then(resolve, reject)
        .finally(() => response.end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  const sent = fetch(`http://127.0.0.1:${port}`, {
    method: "POST",
    body: Buffer.from(body),
    headers: { connection: "close" },
  });
  return Promise.all([received, sent]).then(([result]) => result);
};
const bodyError = (text: string): unknown =>
  expect.objectContaining({ code: "ERR_NOTIFICATION_BODY", message: expect.stringContaining(text) });

describe("readRawBody", () => {
  test("reads the bytes of a node:http request as they came", async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    expect(await receive(bytes, (request) => readRawBody(request))).toEqual(Buffer.from(bytes));
  });

  test("reads the body of a fetch Request, also an empty one", async () => {
    const request = new Request("http://localhost", { method: "POST", body: "äöü" });
    expect((await readRawBody(request.body)).toString()).toBe("äöü");
    expect(await readRawBody(new Request("http://localhost").body)).toEqual(Buffer.alloc(0));
  });

  test("refuses more than it may have", async () => {
    const limited = (request: IncomingMessage): Promise<Uint8Array> => readRawBody(request, 5);
    expect(await receive("12345", limited)).toEqual(Buffer.from("12345"));
    await expect(receive("123456", limited)).rejects.toEqual(bodyError("more than 5 bytes"));
  });

  test("refuses a body that somebody has read before it", async () => {
    const late = async (request: IncomingMessage): Promise<Uint8Array> => {
      await buffer(request);
      return readRawBody(request);
    };
    await expect(receive("{}", late)).rejects.toEqual(bodyError("before any body parser"));
    const request = new Request("http://localhost", { method: "POST", body: "{}" });
    request.body?.getReader();
    await expect(readRawBody(request.body)).rejects.toEqual(bodyError("before any body parser"));
  });
});
