import { MODULE, type ResourceTable } from "../resources/table.js";

/** A module of the seam. Its name is a contract with every state ever written. */
export type ProviderModule = "webhook-signing-key" | "webhook-oauth-credential" | "webhook-verification-keys";

/** The type under which Pulumi's own provider of dynamic resources takes a resource. */
export const typeOf = ({ name }: ResourceTable): string => `pulumi-nodejs:dynamic/${MODULE}:${name}`;

/**
 * The property `__provider` of a dynamic resource: what Pulumi's provider process runs to get hold of the provider, and
 * the only text of this package in a stack's state. It never changes: it is, letter by letter, what Pulumi's serializer
 * writes of a module that npm has installed, and every state ever written holds it.
 *
 * It is written here, and not by the serializer, because what the serializer writes depends on where the module lies.
 * Behind a link, as with pnpm or in a workspace, it writes another text or fails, depending on its version.
 */
export const providerText = (module: ProviderModule): string => `exports.handler = __f0;
const provider = require("pulumi-cybersource-webhooks/providers/${module}.js");

function __f0() {
  return (function() {
    with({ this: undefined, arguments: undefined }) {

return () => provider;

    }
  }).apply(undefined, undefined).apply(this, arguments);
}
`;
