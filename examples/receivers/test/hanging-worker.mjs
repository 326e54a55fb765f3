// A Worker in which the first call of refreshKeys never returns. Each request of a Worker has its own timers.
import { createKeyRing, statusOf, verifyNotification } from "pulumi-cybersource-webhooks/verify";

let readings = 0;
const keys = (key) =>
  createKeyRing({
    refreshKeys: () => ((readings += 1) === 1 ? new Promise(() => undefined) : Promise.resolve([key])),
    refreshIntervalSeconds: 0.5,
    refreshTimeoutSeconds: 0.2,
  });
let ring;

export default {
  fetch: async (request, { KEY }) => {
    ring ??= keys(KEY);
    const header = request.headers.get("v-c-signature");
    const body = await request.arrayBuffer();
    const status = await verifyNotification({ header, body, keys: ring }).then(() => 200, statusOf);
    return new Response(null, { status });
  },
};
