import { spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { type JavaScriptValue, type Struct } from "google-protobuf/google/protobuf/struct_pb.js";

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

export const bagOf = (struct: Struct | undefined): Bag => struct?.toJavaScript() ?? {};

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

/** A process that serves Pulumi's ResourceProvider, as the engine starts and calls it. */
export interface ServedProvider {
  readonly client: ResourceProviderClient;
  readonly pid: number;
  /** A call of the client, as a promise. */
  readonly call: <Response>(
    start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
  ) => Promise<Response>;
  /** Everything that the process has written so far. */
  readonly output: () => string;
  /** Stops the process. Can be called again. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

/** Starts a provider and connects to the port that it prints. */
export const serveProvider = async (
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env">,
): Promise<ServedProvider> => {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close");
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  const [port] = (await once(lines, "line")) as [string];
  lines.on("line", (line) => (output += `${line}\n`));
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return {
    client,
    pid: child.pid ?? 0,
    call: (start) =>
      new Promise((resolve, reject) => {
        start((error, response) => {
          if (error === null) resolve(response);
          else reject(failureOf(error));
        });
      }),
    output: () => output,
    stop: async (signal) => {
      client.close();
      child.kill(signal);
      await closed;
    },
  };
};
