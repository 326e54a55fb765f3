import { randomUUID } from "node:crypto";
import { type dynamic } from "@pulumi/pulumi";
import { createAllHandlers } from "../resources/all-handlers.js";
import { type Handlers } from "../resources/key/handlers.js";
import { hasProgram } from "../resources/engine-log.js";
import { createNotices } from "../resources/notices.js";
import { type Properties } from "../resources/protocol.js";

/**
 * Entry point of the provider process. Only this module reads the clock, random values, the environment and the stack's
 * configuration, and shows texts to the user. Everything else gets them as parameters.
 */

/** Pulumi passes the address of its engine to the provider process as the first argument. */
const [, , ENGINE_ADDRESS] = process.argv;

/** After a signal, Node.js emits no `exit`. The engine ends this process with one. */
const atExit = (act: () => void): void => {
  process.once("exit", act);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const) {
    process.once(signal, () => {
      act();
      // Nothing else listens, so that this ends the process.
      process.kill(process.pid, signal);
    });
  }
};

let stackConfig: (key: string) => unknown = () => undefined;

const handlers = createAllHandlers({
  settings: {
    stackConfig: (key) => {
      const value = stackConfig(key);
      return typeof value === "string" ? value : undefined;
    },
    environment: process.env,
  },
  now: () => new Date(),
  newCorrelationId: randomUUID,
  notify: createNotices(ENGINE_ADDRESS, (line) => console.log(line)),
  notices: { isOnRow: false, hasProgram: () => hasProgram(ENGINE_ADDRESS) },
  run: {
    engineAddress: () => ENGINE_ADDRESS,
    process,
    atExit,
  },
});

/**
 * Stores the stack's configuration. It is synchronous, because Pulumi uses the provider without waiting for a promise. It
 * never fails, so that previews and refreshes work without credentials.
 */
export const configure = ({ config }: dynamic.ConfigureRequest): void => {
  stackConfig = (key) => config.get(key);
};

/**
 * Reports a change for outputs without `__provider`, which are those of a resource that came from the native plugin: Pulumi
 * runs read and delete by the text in the outputs. The update that follows sends nothing, and Pulumi adds the text.
 */
const withProviderText = (resource: Handlers): Handlers => ({
  ...resource,
  diff: async (id: string, olds: Properties, news: Properties) => {
    const difference = await resource.diff(id, olds, news);
    return {
      ...difference,
      changes: difference.changes === true || (olds.__provider === undefined && news.__provider !== undefined),
    };
  },
});

export const webhookSigningKey = withProviderText(handlers["webhook-signing-key"]);
export const webhookOAuthCredential = withProviderText(handlers["webhook-oauth-credential"]);
export const webhookEncryptionKey = withProviderText(handlers["webhook-encryption-key"]);
export const webhookVerificationKeys = withProviderText(handlers["webhook-verification-keys"]);
export const webhookSubscription = withProviderText(handlers["webhook-subscription"]);
