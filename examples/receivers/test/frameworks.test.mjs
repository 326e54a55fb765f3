import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { HttpRequest } from "@azure/functions";
import { serve } from "@hono/node-server";
import fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { signNotification } from "pulumi-cybersource-webhooks/testing";
import { createReceiver as createAzureReceiver } from "../azure-functions.mts";
import { createReceiver as createFastifyReceiver } from "../fastify.mts";
import { createReceiver as createHonoReceiver } from "../hono.mts";
import { createReceiver as createKoaReceiver } from "../koa.mts";
import { createReceive } from "../receive.mts";
import { body, checkReceiver, checkTooLarge, key } from "./receiver-checks.mjs";

const createEvents = () => {
  const events = [];
  return { events, receive: createReceive([key], (event) => void events.push(event)) };
};
const urlOf = (server) => `http://127.0.0.1:${server.address().port}/webhooks`;

test("Fastify", async (t) => {
  const { events, receive } = createEvents();
  const app = fastify();
  t.after(() => app.close());
  app.post("/json", async (request) => request.body);
  app.register(createFastifyReceiver(receive), { prefix: "/webhooks" });
  await app.listen({ port: 0, host: "127.0.0.1" });
  await checkReceiver(urlOf(app.server));
  await checkTooLarge(urlOf(app.server), 413);
  assert.deepEqual(events[0], JSON.parse(body));
  // Other routes keep their parser.
  const headers = { "content-type": "application/json" };
  const answer = await fetch(urlOf(app.server).replace("webhooks", "json"), { method: "POST", headers, body: "[1]" });
  assert.deepEqual(await answer.json(), [1]);
});

test("Koa", async (t) => {
  const { events, receive } = createEvents();
  const server = new Koa().use(createKoaReceiver(receive)).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  await checkReceiver(urlOf(server));
  await checkTooLarge(urlOf(server), 401);
  assert.deepEqual(events[0], JSON.parse(body));
});

test("Hono on Node.js", async (t) => {
  const { events, receive } = createEvents();
  const app = new Hono().post("/webhooks", createHonoReceiver(receive));
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  t.after(() => server.close());
  await once(server, "listening");
  await checkReceiver(urlOf(server));
  await checkTooLarge(urlOf(server), 401);
  assert.deepEqual(events[0], JSON.parse(body));
});

test("Hono after middleware that read the body", async () => {
  const { receive } = createEvents();
  const app = new Hono().use(async (context, next) => {
    await context.req.text();
    await next();
  });
  app.post("/webhooks", createHonoReceiver(receive));
  const headers = { "v-c-signature": signNotification({ body, key }) };
  assert.equal((await app.request("/webhooks", { method: "POST", body, headers })).status, 401);
});

test("Azure Functions, with a request of its library", async () => {
  const { events, receive } = createEvents();
  const handler = createAzureReceiver(receive);
  const call = async (sent, header) => {
    const headers = { "v-c-signature": header };
    const request = new HttpRequest({ method: "POST", url: "http://localhost/", body: { string: sent }, headers });
    return (await handler(request, {})).status;
  };
  assert.equal(await call(body, signNotification({ body, key })), 200);
  assert.equal(await call(`${body} `, signNotification({ body, key })), 401);
  assert.deepEqual(events, [JSON.parse(body)]);
});
