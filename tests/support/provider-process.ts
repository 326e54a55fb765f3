import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { PROJECT_ROOT } from "./project.js";

export type Bag = Record<string, JavaScriptValue>;

/** A half-made resource, as the provider reported it. */
export interface InitFailure {
  readonly id: string;
  readonly properties: Bag;
  readonly reasons: readonly string[];
}

/** A failed call: the message for the user and, for a half-made resource, what is stored. */
export class ProviderFailure extends Error {
  readonly half: InitFailure | undefined;
  constructor(message: string, half: InitFailure | undefined) {
    super(message);
    this.half = half;
  }
}

const bagOf = (struct: Struct | undefined): Bag => struct?.toJavaScript() ?? {};

const failureOf = (error: grpc.ServiceError): ProviderFailure => {
  const [details] = error.metadata.get("grpc-status-details-bin");
  if (!(details instanceof Buffer)) return new ProviderFailure(error.details, undefined);
  const [any] = Status.deserializeBinary(details).getDetailsList();
  const half = messages.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return new ProviderFailure(error.details, {
    id: half.getId(),
    properties: bagOf(half.getProperties()),
    reasons: half.getReasonsList(),
  });
};

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
  readonly stop: () => Promise<void>;
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

export const startProvider = async (options: ProviderOptions): Promise<ProviderProcess> => {
  const { text, folder, config = {}, environment = {}, engineAddress = "127.0.0.1:1" } = options;
  const main = join(PROJECT_ROOT, "node_modules/@pulumi/pulumi/cmd/dynamic-provider");
  const { PATH } = process.env;
  const child = spawn(process.execPath, [main, engineAddress], {
    cwd: folder,
    env: { ...(PATH !== undefined && { PATH }), PULUMI_NODEJS_PROJECT: "project", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  const [port] = (await once(lines, "line")) as [string];
  lines.on("line", (line) => (output += `${line}\n`));

  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call = <Response>(
    start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
  ): Promise<Response> =>
    new Promise((resolve, reject) => {
      start((error, response) => {
        if (error === null) resolve(response);
        else reject(failureOf(error));
      });
    });
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
    output: () => output,
    stop: async () => {
      client.close();
      child.kill();
      await closed;
    },
  };
};
