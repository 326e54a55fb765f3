import { type FastifyPluginAsync } from "fastify";
import { type RawBody } from "pulumi-cybersource-webhooks/verify";
import { type Receive } from "./receive.mts";

/** `app.register(createReceiver(receive), { prefix: "/webhooks" })`. The parsers of a plugin apply only to its own routes. */
export const createReceiver =
  (receive: Receive): FastifyPluginAsync =>
  async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer" }, (_, body, done) => done(null, body));
    app.post("/", async (request, reply) => {
      const status = await receive(request.headers["v-c-signature"], request.body as RawBody);
      return reply.code(status).send();
    });
  };
