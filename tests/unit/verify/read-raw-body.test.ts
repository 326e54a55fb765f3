import { Agent, createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test } from "@jest/globals";
import { readRawBody, statusOf } from "../../../verify/index.js";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Sends a request with this body over a real socket. Returns the result of `read` for it. */
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
  test("reads the received bytes of a node:http request", async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    expect(await receive(bytes, (request) => readRawBody(request))).toEqual(Buffer.from(bytes));
  });

  test("reads the body of a fetch Request, even an empty one", async () => {
    const request = new Request("http://localhost", { method: "POST", body: "äöü" });
    expect((await readRawBody(request.body)).toString()).toBe("äöü");
    expect(await readRawBody(new Request("http://localhost").body)).toEqual(Buffer.alloc(0));
  });

  test("rejects a body that is too large", async () => {
    const limited = (request: IncomingMessage): Promise<Uint8Array> => readRawBody(request, 5);
    expect(await receive("12345", limited)).toEqual(Buffer.from("12345"));
    await expect(receive("123456", limited)).rejects.toEqual(bodyError("more than 5 bytes"));
  });

  test.each([Number.NaN, -1, "5" as unknown as number])("rejects %p as a limit with a TypeError", async (limit) => {
    const request = new Request("http://localhost", { method: "POST", body: "{}" });
    await expect(readRawBody(request.body, limit)).rejects.toThrow(TypeError);
  });

  test("rejects a request that was read before", async () => {
    const late = async (request: IncomingMessage): Promise<Uint8Array> => {
      await buffer(request);
      return readRawBody(request);
    };
    await expect(receive("{}", late)).rejects.toEqual(bodyError("before any body parser"));
  });

  const uses: Readonly<Record<string, (request: Request) => Promise<unknown>>> = {
    "another reader has locked": async (request) => request.body?.getReader(),
    "this function has read": (request) => readRawBody(request.body),
    "was read as text": (request) => request.text(),
    "was iterated over": async ({ body }) => {
      for await (const chunk of body ?? []) if (chunk === undefined) return;
    },
    "was read in part by a reader that was released": async ({ body }) => {
      const reader = body?.getReader();
      await reader?.read();
      reader?.releaseLock();
    },
    "was cancelled": ({ body }) => body?.cancel() ?? Promise.resolve(),
  };

  test.each(Object.entries(uses))("rejects the body of a fetch Request that %s", async (_, use) => {
    const request = new Request("http://localhost", { method: "POST", body: "{}" });
    await use(request);
    await expect(readRawBody(request.body)).rejects.toEqual(bodyError("was read before"));
  });

  test("detects earlier reads through the Response constructor in runtimes other than Node.js", async () => {
    /** A stream of a runtime that doesn't have the symbol of Node.js. */
    const plain = (body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
      Object.defineProperty(body, Symbol.for("nodejs.stream.disturbed"), { value: undefined });
      return body;
    };
    const request = (): ReadableStream<Uint8Array> =>
      plain(new Request("http://localhost", { method: "POST", body: "{}" }).body as ReadableStream<Uint8Array>);
    expect(await readRawBody(request())).toEqual(Buffer.from("{}"));
    const locked = request();
    locked.getReader();
    await expect(readRawBody(locked)).rejects.toEqual(bodyError("was read before"));
  });

  test("rejects a request that delivers text, and says that setEncoding causes it", async () => {
    const encoded = (request: IncomingMessage): Promise<Uint8Array> => readRawBody(request.setEncoding("utf8"));
    await expect(receive('{"n":"é"}', encoded)).rejects.toEqual(bodyError("setEncoding"));
  });

  test("accepts chunks from another realm", async () => {
    const chunk = runInNewContext("new Uint8Array([123, 125])") as Uint8Array;
    expect(await readRawBody(Readable.from([chunk]))).toEqual(Buffer.from("{}"));
  });

  test("returns no bytes if there is no body", async () => {
    expect(await readRawBody(null)).toHaveLength(0);
    expect(await readRawBody(undefined)).toHaveLength(0);
  });
});

describe("a body that is rejected", () => {
  test("because it's too large is still read, up to ten times the limit, and then closed", async () => {
    const pulled = { bytes: 0, isCancelled: false };
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled.bytes += 100;
        controller.enqueue(new Uint8Array(100));
      },
      cancel: () => {
        pulled.isCancelled = true;
      },
    });
    await expect(readRawBody(endless, 1_000)).rejects.toEqual(bodyError("more than 1000 bytes"));
    expect(pulled.isCancelled).toBe(true);
    expect(pulled.bytes).toBeGreaterThan(10_000);
    expect(pulled.bytes).toBeLessThan(11_000);
  });

  test.each<[string, number, (request: IncomingMessage) => Promise<Uint8Array>]>([
    ["1 MB, too large", 1, (received) => readRawBody(received, 600_000)],
    ["5 MB, too large", 5, (received) => readRawBody(received, 600_000)],
    ["1 MB of text", 1, (received) => readRawBody(received.setEncoding("latin1"), 10_000_000)],
    ["5 MB of text", 5, (received) => readRawBody(received.setEncoding("latin1"), 10_000_000)],
  ])("gets an answer, without a reset of the connection: %s", async (_, megabytes, read) => {
    const body = Buffer.alloc(megabytes * 1_000_000, "a");
    const server = createServer((received, response) => {
      (received.headers["content-length"] === "2" ? readRawBody(received) : read(received)).then(
        () => response.writeHead(200).end(),
        (error: unknown) => response.writeHead(statusOf(error)).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    ends.push(async () => agent.destroy());
    const { port } = server.address() as AddressInfo;
    const post = (sent: Buffer): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const client = request({ port, host: "127.0.0.1", method: "POST", agent }, (response) => {
          response.resume().on("end", () => resolve(response.statusCode));
        });
        client.on("error", reject).setHeader("content-length", sent.length);
        client.end(sent);
      });
    // Repeated, because a reset doesn't happen every time.
    for (let count = 0; count < 10; count += 1) expect(await post(body)).toBe(401);
    // No rest of the body is taken for the next request on the same connection.
    expect(await post(Buffer.from("{}"))).toBe(200);
  });
});
