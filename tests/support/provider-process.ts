import { join } from "node:path";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { type Bag, bagOf, type ProviderFailure, serveProvider } from "./provider-client.js";
import { PROJECT_ROOT } from "./project.js";

/** Pulumi's provider process, called over gRPC as the engine does. */
export interface ProviderProcess {
  readonly check: (olds: Bag, news: Bag) => Promise<{ inputs: Bag; failures: { property: string; reason: string }[] }>;
  readonly diff: (id: string, olds: Bag, news: Bag) => Promise<{ changes: number; replaces: string[] }>;
  readonly create: (news: Bag) => Promise<{ id: string; outs: Bag }>;
  readonly read: (id: string, props: Bag) => Promise<{ id: string; props: Bag; hasInputs: boolean }>;
  readonly update: (id: string, olds: Bag, news: Bag) => Promise<Bag>;
  readonly remove: (id: string, props: Bag) => Promise<void>;
  /** Everything that the process has written so far. */
  readonly output: () => string;
  /** Stops the process. Can be called again. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

export interface ProviderOptions {
  /** The stored text of the provider, which is added to the properties of every request. */
  readonly text: string;
  /** The folder of the program. */
  readonly folder: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** The address of an engine. Without it, no engine listens. */
  readonly engineAddress?: string;
}

/** As the embedded engine does: what the SDK loads and a provider doesn't use takes most of its start. */
const LOAD_ON_USE = join(PROJECT_ROOT, "dist/local/engine/processes/load-on-use.js");

export const startProvider = async (options: ProviderOptions): Promise<ProviderProcess> => {
  const { text, folder, config = {}, environment = {}, engineAddress = "127.0.0.1:1" } = options;
  const main = join(PROJECT_ROOT, "node_modules/@pulumi/pulumi/cmd/dynamic-provider");
  const { PATH } = process.env;
  const { client, call, output, stop } = await serveProvider(
    process.execPath,
    ["-r", LOAD_ON_USE, main, engineAddress],
    {
      cwd: folder,
      env: { ...(PATH !== undefined && { PATH }), PULUMI_NODEJS_PROJECT: "project", ...environment },
    },
  );
  const withText = (bag: Bag): Struct => Struct.fromJavaScript({ ...bag, __provider: text });

  const configure = new messages.ConfigureRequest();
  configure.setArgs(Struct.fromJavaScript({ ...config }));
  await call((done) => client.configure(configure, done));

  return {
    check: async (olds, news) => {
      const request = new messages.CheckRequest();
      request.setOlds(Object.keys(olds).length === 0 ? Struct.fromJavaScript({}) : withText(olds));
      request.setNews(withText(news));
      const response = await call<messages.CheckResponse>((done) => client.check(request, done));
      const failures = response.getFailuresList().map((item) => item.toObject());
      return { inputs: bagOf(response.getInputs()), failures };
    },
    diff: async (id, olds, news) => {
      const request = new messages.DiffRequest();
      request.setId(id);
      request.setOlds(withText(olds));
      request.setNews(withText(news));
      const response = await call<messages.DiffResponse>((done) => client.diff(request, done));
      return { changes: response.getChanges(), replaces: response.getReplacesList() };
    },
    create: async (news) => {
      const request = new messages.CreateRequest();
      request.setProperties(withText(news));
      const response = await call<messages.CreateResponse>((done) => client.create(request, done));
      return { id: response.getId(), outs: bagOf(response.getProperties()) };
    },
    read: async (id, props) => {
      const request = new messages.ReadRequest();
      request.setId(id);
      request.setProperties(withText(props));
      const response = await call<messages.ReadResponse>((done) => client.read(request, done));
      return { id: response.getId(), props: bagOf(response.getProperties()), hasInputs: response.hasInputs() };
    },
    update: async (id, olds, news) => {
      const request = new messages.UpdateRequest();
      request.setId(id);
      request.setOlds(withText(olds));
      request.setNews(withText(news));
      const response = await call<messages.UpdateResponse>((done) => client.update(request, done));
      return bagOf(response.getProperties());
    },
    remove: async (id, props) => {
      const request = new messages.DeleteRequest();
      request.setId(id);
      request.setProperties(withText(props));
      await call((done) => client.delete(request, done));
    },
    output,
    stop,
  };
};

/** Stops the process and returns its complete output. */
export const completeOutput = async (process: ProviderProcess): Promise<string> => {
  await process.stop();
  return process.output();
};

/** The failure of a call, which must fail. */
export const failed = async (promise: Promise<unknown>): Promise<ProviderFailure> =>
  promise.then(
    () => Promise.reject(new Error("should have failed")),
    (reason: unknown) => reason as ProviderFailure,
  );
