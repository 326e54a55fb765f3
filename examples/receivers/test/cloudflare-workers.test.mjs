import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { signNotification } from "pulumi-cybersource-webhooks/testing";
import { body, checkReceiver, checkTooLarge, folder, key, TOLD } from "./receiver-checks.mjs";

/** Bundles a Worker as wrangler does. */
const bundle = async (source) => {
  const { outputFiles } = await build({
    entryPoints: [join(folder, source)],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*"],
    write: false,
  });
  return outputFiles[0].text;
};

/** Runs a Worker in workerd. */
const start = async (t, source, options = {}) => {
  const worker = new Miniflare({
    modules: true,
    script: await bundle(source),
    compatibilityDate: "2026-06-01",
    compatibilityFlags: ["nodejs_compat"],
    ...options,
  });
  t.after(() => worker.dispose());
  const { href } = await worker.ready;
  return { worker, url: href };
};

test("Cloudflare Workers, with keys in KV", async (t) => {
  const { worker, url } = await start(t, "cloudflare-worker.mts", { kvNamespaces: ["WEBHOOK_KEYS"] });
  const namespace = await worker.getKVNamespace("WEBHOOK_KEYS");
  await namespace.put("keys", JSON.stringify([key]));
  await checkReceiver(url);
  await checkTooLarge(url, 401);
});

test("readRawBody detects in Cloudflare Workers that a body was read before", async (t) => {
  const { url } = await start(t, "test/bodies.mjs");
  assert.deepEqual(await (await fetch(url)).json(), TOLD);
});

test("if reading the keys hangs in one request of a Worker, other requests don't wait longer", async (t) => {
  const { url } = await start(t, "test/hanging-worker.mjs", { bindings: { KEY: key } });
  const post = async () => {
    const headers = { "v-c-signature": signNotification({ body, key }) };
    return (await fetch(url, { method: "POST", body, headers })).status;
  };
  assert.deepEqual(await Promise.all([post(), post(), post()]), [503, 503, 503]);
  const statuses = [];
  while (statuses.length < 500 && statuses.at(-1) !== 200) statuses.push(await post());
  assert.equal(statuses.at(-1), 200);
});
