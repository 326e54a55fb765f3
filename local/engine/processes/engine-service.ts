import type { handleUnaryCall } from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import * as wire from "@pulumi/pulumi/proto/engine_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Severity } from "../events.js";
import { type GrpcServer, serveGrpc } from "./grpc-server.js";
import type { Reporter } from "../display/reporter.js";

/** The severities to pass on. The SDK's debug messages aren't: they contain property values, including secrets. */
const SEVERITIES: Partial<Record<wire.LogSeverity, Severity>> = {
  [wire.LogSeverity.INFO]: "info",
  [wire.LogSeverity.WARNING]: "warning",
  [wire.LogSeverity.ERROR]: "error",
};

const answer =
  <Request, Response>(handle: (request: Request) => Response): handleUnaryCall<Request, Response> =>
  (call, callback) =>
    callback(null, handle(call.request));

/**
 * Serves the engine service, to which a program and its providers log. As on the Pulumi CLI, a logged message never
 * fails the run, not even an error: only a failed step or the exit code of the program does.
 */
export const serveEngine = (reporter: Reporter): Promise<GrpcServer> => {
  let rootUrn = "";
  const service: IEngineServer = {
    log: answer((request: wire.LogRequest) => {
      const severity = SEVERITIES[request.getSeverity()];
      // Ephemeral messages are status updates for interactive displays.
      if (severity !== undefined && !request.getEphemeral()) {
        reporter.diagnostic(severity, request.getMessage(), request.getUrn());
      }
      return new Empty();
    }),
    getRootResource: answer(() => new wire.GetRootResourceResponse().setUrn(rootUrn)),
    setRootResource: answer((request: wire.SetRootResourceRequest) => {
      rootUrn = request.getUrn();
      return new wire.SetRootResourceResponse();
    }),
    startDebugging: answer(() => new Empty()),
    // The engine works with any version: it uses the protocol of the program's SDK.
    requirePulumiVersion: answer(() => new wire.RequirePulumiVersionResponse()),
  };
  return serveGrpc(EngineService, service);
};
