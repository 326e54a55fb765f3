import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";
import { createReceiver } from "./fetch-request.mts";
import { createReceive } from "./receive.mts";

/** Bindings of the Worker, which needs the compatibility flag `nodejs_compat`. */
interface Env {
  /** A namespace of Workers KV with the keys, which `pulumi up` writes. */
  readonly WEBHOOK_KEYS: { get(name: string): Promise<string | null> };
}

const createHandler = ({ WEBHOOK_KEYS }: Env): ((request: Request) => Promise<Response>) => {
  const keys = createKeyRing({
    refreshKeys: async () => JSON.parse((await WEBHOOK_KEYS.get("keys")) ?? "") as VerificationKey[],
  });
  return createReceiver(createReceive(keys, (event) => console.log(typeof event)));
};

let handle: ReturnType<typeof createHandler> | undefined;

export default {
  // The first request creates the key ring. It stays as long as Cloudflare keeps the Worker in memory.
  fetch: (request: Request, env: Env): Promise<Response> => (handle ??= createHandler(env))(request),
};
