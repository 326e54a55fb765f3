import { type dynamic } from "@pulumi/pulumi";
import type * as Handlers from "./handlers.js";

/**
 * The seam of WebhookOAuthCredential. Pulumi stores in the stack's state how to load this module or, if the package is linked instead of
 * installed, the source of the functions below. So each of them is a single call of the installed package that uses nothing
 * else from this module. Don't rename the package or the two subpaths: the states of existing stacks contain them.
 *
 * @see docs/design.md, "The seam"
 */
type Provider = Required<dynamic.ResourceProvider>;

// oxlint-disable-next-line typescript/no-require-imports -- resolves the public name when it's called
const handlers = (): typeof Handlers => require("pulumi-cybersource-webhooks/handlers.js") as typeof Handlers;

export const configure: Provider["configure"] = async (request) => handlers().configure(request);
export const check: Provider["check"] = async (olds, news) => handlers().webhookOAuthCredential.check(olds, news);
export const diff: Provider["diff"] = async (id, olds, news) => handlers().webhookOAuthCredential.diff(id, olds, news);
export const create: Provider["create"] = async (inputs) => handlers().webhookOAuthCredential.create(inputs);
export const read: Provider["read"] = async (id, props) => handlers().webhookOAuthCredential.read(id, props);
export const update: Provider["update"] = async (id, olds, news) =>
  handlers().webhookOAuthCredential.update(id, olds, news);
export { remove as delete };

const remove: Provider["delete"] = async (id, props) => handlers().webhookOAuthCredential.delete(id, props);
