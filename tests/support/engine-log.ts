import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as messages from "@pulumi/pulumi/proto/engine_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { handleUnaryCall } from "@grpc/grpc-js";
import { serveGrpc } from "../../local/engine/processes/grpc-server.js";

export interface Logged {
  readonly severity: messages.LogSeverity;
  readonly message: string;
  readonly urn: string;
}

/** The messages that a provider process logs to its engine. */
export interface EngineLog {
  readonly address: string;
  /** All messages; a test may take some away. */
  readonly logged: Logged[];
  readonly stop: () => Promise<void>;
}

const unused: handleUnaryCall<unknown, never> = (_call, callback) => callback(new Error("not expected"));

/** Serves Pulumi's Engine service on 127.0.0.1, to which providers log, and collects the messages. */
export const startEngineLog = async (): Promise<EngineLog> => {
  const logged: Logged[] = [];
  const service: IEngineServer = {
    log: ({ request }, callback) => {
      logged.push({ severity: request.getSeverity(), message: request.getMessage(), urn: request.getUrn() });
      callback(null, new Empty());
    },
    getRootResource: unused,
    setRootResource: unused,
    startDebugging: unused,
    requirePulumiVersion: unused,
  };
  const server = await serveGrpc(EngineService, service);
  return { address: server.address, logged, stop: async () => server.close() };
};
