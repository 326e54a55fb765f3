import { join } from "node:path";
import type * as plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { createScratch, PROJECT_ROOT } from "./project.js";
import { type Bag, bagOf, serveProvider, type ServedProvider } from "./provider-client.js";

export const PLUGIN_FOLDER = join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks/dist/native");
export const PLUGIN_FILE = join(PLUGIN_FOLDER, "pulumi-resource-cybersource-webhooks");

export interface PluginDiff {
  readonly changes: number;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** Kind and place of each difference, such as `UPDATE of an input`. */
  readonly detailed: Readonly<Record<string, string>>;
}

interface Call {
  readonly preview?: boolean;
  readonly timeout?: number;
}

/** The native plugin in a process of its own, called over gRPC as the engine does. Resources are given as `Type name`. */
export interface PluginProcess extends Pick<ServedProvider, "client" | "pid" | "call" | "output" | "stop"> {
  readonly check: (
    resource: string,
    olds: Bag,
    news: Bag,
  ) => Promise<{ inputs: Bag; reasons: string[]; properties: string[] }>;
  readonly diff: (resource: string, id: string, olds: Bag, news: Bag, ignoreChanges?: string[]) => Promise<PluginDiff>;
  readonly create: (resource: string, news: Bag, call?: Call) => Promise<{ id: string; outs: Bag }>;
  readonly read: (
    resource: string,
    id: string,
    olds: Bag,
  ) => Promise<{ id: string; outs: Bag; inputs: Bag | undefined }>;
  readonly update: (resource: string, id: string, olds: Bag, news: Bag, call?: Call) => Promise<Bag>;
  readonly remove: (resource: string, id: string, olds: Bag) => Promise<void>;
  readonly checkConfig: (news: Bag) => Promise<{ inputs: Bag; reasons: string[] }>;
  readonly diffConfig: (olds: Bag, news: Bag) => Promise<PluginDiff>;
  readonly schema: () => Promise<unknown>;
  readonly version: () => Promise<string>;
  readonly cancel: () => Promise<void>;
}

export interface PluginOptions {
  /** The provider's inputs, without a namespace. */
  readonly config?: Bag;
  readonly environment?: Readonly<Record<string, string>>;
  readonly engineAddress?: string;
  /** The name of the provider; by default that of the one that the engine makes from the stack's configuration. */
  readonly provider?: string;
  /** The folder of the project. */
  readonly folder?: string;
  readonly file?: string;
}

export const urnOf = (resource: string): string => {
  const [type = "", name = ""] = resource.split(" ");
  return `urn:pulumi:dev::shop::cybersource-webhooks:index:${type}::${name}`;
};
const PROVIDERS = "urn:pulumi:dev::shop::pulumi:providers:cybersource-webhooks";

const KINDS = Object.entries(messages.PropertyDiff.Kind);
const diffOf = (response: messages.DiffResponse): PluginDiff => ({
  changes: response.getChanges(),
  replaces: response.getReplacesList(),
  deleteBeforeReplace: response.getDeletebeforereplace(),
  detailed: Object.fromEntries(
    response
      .getDetaileddiffMap()
      .toArray()
      .map(([name]) => {
        const detail = response.getDetaileddiffMap().get(name);
        const kind = KINDS.find(([, value]) => value === detail?.getKind())?.[0] ?? "";
        return [name, `${kind} of an ${detail?.getInputdiff() === true ? "input" : "output"}`];
      }),
  ),
});

export const startPlugin = async (options: PluginOptions = {}): Promise<PluginProcess> => {
  const { config = {}, environment = {}, engineAddress = "127.0.0.1:1", folder, file = PLUGIN_FILE } = options;
  const providerUrn = `${PROVIDERS}::${options.provider ?? "default_0_0_0"}`;
  const { PATH } = process.env;
  const served = await serveProvider(process.execPath, [file, engineAddress], {
    cwd: folder ?? createScratch("plugin"),
    env: { ...(PATH !== undefined && { PATH }), ...environment },
  });
  const { client, call } = served;
  const handshake = new messages.ProviderHandshakeRequest().setEngineAddress(engineAddress);
  await call((done) => client.handshake(handshake, done));
  const configure = new messages.ConfigureRequest().setUrn(providerUrn).setArgs(Struct.fromJavaScript(config));
  await call((done) => client.configure(configure, done));

  return {
    ...served,
    check: async (resource, olds, news) => {
      const request = new messages.CheckRequest().setUrn(urnOf(resource));
      request.setOlds(Struct.fromJavaScript(olds)).setNews(Struct.fromJavaScript(news));
      const response = await call<messages.CheckResponse>((done) => client.check(request, done));
      const failures = response.getFailuresList();
      return {
        inputs: bagOf(response.getInputs()),
        reasons: failures.map((failure) => failure.getReason()),
        properties: failures.map((failure) => failure.getProperty()),
      };
    },
    diff: async (resource, id, olds, news, ignoreChanges = []) => {
      const request = new messages.DiffRequest().setUrn(urnOf(resource)).setId(id).setIgnorechangesList(ignoreChanges);
      request.setOlds(Struct.fromJavaScript(olds)).setNews(Struct.fromJavaScript(news));
      return diffOf(await call<messages.DiffResponse>((done) => client.diff(request, done)));
    },
    create: async (resource, news, { preview = false, timeout = 0 } = {}) => {
      const request = new messages.CreateRequest().setUrn(urnOf(resource)).setProperties(Struct.fromJavaScript(news));
      request.setPreview(preview).setTimeout(timeout);
      const response = await call<messages.CreateResponse>((done) => client.create(request, done));
      return { id: response.getId(), outs: bagOf(response.getProperties()) };
    },
    read: async (resource, id, olds) => {
      const request = new messages.ReadRequest()
        .setUrn(urnOf(resource))
        .setId(id)
        .setProperties(Struct.fromJavaScript(olds));
      const response = await call<messages.ReadResponse>((done) => client.read(request, done));
      const inputs = response.hasInputs() ? bagOf(response.getInputs()) : undefined;
      return { id: response.getId(), outs: bagOf(response.getProperties()), inputs };
    },
    update: async (resource, id, olds, news, { preview = false, timeout = 0 } = {}) => {
      const request = new messages.UpdateRequest().setUrn(urnOf(resource)).setId(id);
      request.setOlds(Struct.fromJavaScript(olds)).setNews(Struct.fromJavaScript(news));
      request.setPreview(preview).setTimeout(timeout);
      return bagOf((await call<messages.UpdateResponse>((done) => client.update(request, done))).getProperties());
    },
    remove: async (resource, id, olds) => {
      const request = new messages.DeleteRequest().setUrn(urnOf(resource)).setId(id);
      await call((done) => client.delete(request.setProperties(Struct.fromJavaScript(olds)), done));
    },
    checkConfig: async (news) => {
      const request = new messages.CheckRequest().setUrn(providerUrn).setNews(Struct.fromJavaScript(news));
      const response = await call<messages.CheckResponse>((done) => client.checkConfig(request, done));
      return {
        inputs: bagOf(response.getInputs()),
        reasons: response.getFailuresList().map((failure) => failure.getReason()),
      };
    },
    diffConfig: async (olds, news) => {
      const request = new messages.DiffRequest().setUrn(providerUrn);
      request.setOlds(Struct.fromJavaScript(olds)).setNews(Struct.fromJavaScript(news));
      return diffOf(await call<messages.DiffResponse>((done) => client.diffConfig(request, done)));
    },
    schema: async () => {
      const response = await call<messages.GetSchemaResponse>((done) =>
        client.getSchema(new messages.GetSchemaRequest(), done),
      );
      return JSON.parse(response.getSchema()) as unknown;
    },
    version: async () =>
      (await call<plugin.PluginInfo>((done) => client.getPluginInfo(new Empty(), done))).getVersion(),
    cancel: async () => {
      await call((done) => client.cancel(new Empty(), done));
    },
  };
};
