// Runs in each runtime. Prints what readRawBody does with bodies that were read before.
import { readRawBody } from "pulumi-cybersource-webhooks/verify";

const takes = {
  unread: async () => undefined,
  twice: ({ body }) => readRawBody(body),
  text: (request) => request.text(),
  iterated: async ({ body }) => {
    for await (const chunk of body) if (chunk === undefined) return;
  },
  released: async ({ body }) => {
    const reader = body.getReader();
    await reader.read();
    reader.releaseLock();
  },
  locked: async ({ body }) => void body.getReader(),
};

export const outcomes = async () => {
  const results = {};
  for (const [name, take] of Object.entries(takes)) {
    const request = new Request("http://localhost/", { method: "POST", body: "{}" });
    await take(request);
    results[name] = await readRawBody(request.body).then(
      ({ length }) => length,
      ({ code }) => code,
    );
  }
  return JSON.stringify(results);
};

export default { fetch: async () => new Response(await outcomes()) };
