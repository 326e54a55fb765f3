import { MODULE, type ResourceTable } from "../resources/table.js";
import { type RESOURCE_TABLES } from "../resources/all-tables.js";

/** The modules of the seam. Don't rename them: the states of existing stacks contain their names. */
export type ProviderModule = keyof typeof RESOURCE_TABLES;

/** The Pulumi type of a resource. The prefix selects Pulumi's provider for dynamic resources. */
export const typeOf = ({ name }: ResourceTable): string => `pulumi-nodejs:dynamic/${MODULE}:${name}`;

/**
 * The property `__provider` of a dynamic resource: the code with which Pulumi's provider process loads the provider. It is
 * the only text of this package in a stack's state. Never change it: it's exactly what Pulumi's serializer generates for a
 * module that npm installed, and the states of existing stacks contain it.
 *
 * It's written here because the serializer's output depends on how the module is installed. For a linked module, as with
 * pnpm or in a workspace, it generates another text or fails, depending on its version.
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
