import { type dynamic } from "@pulumi/pulumi";
import type * as Handlers from "./handlers.js";

/**
 * The seam of WebhookSubscription: the only text of it that enters a stack's state. Pulumi stores how to get hold of this
 * module or, where the package is linked instead of installed, the functions below by value. So each of them is one line
 * that captures nothing and asks the installed package. The package's name and the two subpaths are a contract with
 * every state ever written. @see docs/design.md, "The seam"
 */
type Provider = Required<dynamic.ResourceProvider>;

// oxlint-disable-next-line typescript/no-require-imports -- by its public name, when called
const handlers = (): typeof Handlers => require("pulumi-cybersource-webhooks/handlers.js") as typeof Handlers;

export const configure: Provider["configure"] = async (request) => handlers().configure(request);
export const check: Provider["check"] = async (olds, news) => handlers().webhookSubscription.check(olds, news);
export const diff: Provider["diff"] = async (id, olds, news) => handlers().webhookSubscription.diff(id, olds, news);
export const create: Provider["create"] = async (inputs) => handlers().webhookSubscription.create(inputs);
export const read: Provider["read"] = async (id, props) => handlers().webhookSubscription.read(id, props);
export const update: Provider["update"] = async (id, olds, news) =>
  handlers().webhookSubscription.update(id, olds, news);
export { remove as delete };

const remove: Provider["delete"] = async (id, props) => handlers().webhookSubscription.delete(id, props);
