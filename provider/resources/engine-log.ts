import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as Client from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as Messages from "@pulumi/pulumi/proto/engine_pb.js";
import { type Log } from "./notices.js";

/** How long to wait for the engine to accept a notice. */
const LOG_TIMEOUT_MS = 5_000;

const ADDRESS_FORM = /^[\w.[\]:-]{1,255}:\d{1,5}$/;

/** Whether an engine can listen at `address`. */
export const isEngineAddress = (address: string | undefined): address is string =>
  address !== undefined && ADDRESS_FORM.test(address);

const CLIENT = "@pulumi/pulumi/proto/engine_grpc_pb.js";

/** What of Pulumi's SDK and of the gRPC library writes to the engine's log. */
export interface EngineSdk {
  readonly EngineClient: typeof Client.EngineClient;
  readonly LogRequest: typeof Messages.LogRequest;
  readonly LogSeverity: typeof Messages.LogSeverity;
  readonly credentials: Grpc.ChannelCredentials;
  readonly Metadata: typeof Grpc.Metadata;
}

/** The messages of the SDK that runs this process, beside {@link EngineSdk}. */
interface LoadedSdk extends EngineSdk {
  readonly GetRootResourceRequest: typeof Messages.GetRootResourceRequest;
}

/** Loads the SDK that runs this process. */
export const loadSdk = (): LoadedSdk => {
  // Node.js can't detect the names that these CommonJS modules export, so `import` doesn't work.
  const requireHere = createRequire(__filename);
  const { EngineClient } = requireHere(CLIENT) as typeof Client;
  const { GetRootResourceRequest, LogRequest, LogSeverity } = requireHere(
    "@pulumi/pulumi/proto/engine_pb.js",
  ) as typeof Messages;
  // The generated client accepts only credentials from the SDK's own copy of the gRPC library.
  const grpc = createRequire(requireHere.resolve(CLIENT))("@grpc/grpc-js") as typeof Grpc;
  return {
    EngineClient,
    GetRootResourceRequest,
    LogRequest,
    LogSeverity,
    credentials: grpc.credentials.createInsecure(),
    Metadata: grpc.Metadata,
  };
};

/** Connects to the Engine service at `address`. */
export const connectEngine = (
  address: string,
  { EngineClient, LogRequest, LogSeverity, credentials, Metadata }: EngineSdk,
): Log => {
  const client = new EngineClient(address, credentials);
  const severities = { info: LogSeverity.INFO, warning: LogSeverity.WARNING, error: LogSeverity.ERROR };

  return (text, severity, urn) => {
    const request = new LogRequest();
    request.setSeverity(severities[severity]);
    request.setMessage(text);
    if (urn !== undefined) request.setUrn(urn);
    return new Promise((resolve, reject) => {
      client.log(request, new Metadata(), { deadline: Date.now() + LOG_TIMEOUT_MS }, (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  };
};

/**
 * Whether a program has begun in the run of the engine at `address`: it tells the engine its root, the stack, first. False if
 * the engine doesn't say it.
 */
export const hasProgram = async (address: string | undefined): Promise<boolean> => {
  if (!isEngineAddress(address)) return false;
  const { EngineClient, GetRootResourceRequest, credentials, Metadata } = loadSdk();
  const client = new EngineClient(address, credentials);
  const urn = await new Promise<string>((resolve) => {
    const deadline = Date.now() + LOG_TIMEOUT_MS;
    client.getRootResource(new GetRootResourceRequest(), new Metadata(), { deadline }, (error, response) => {
      resolve(error === null ? response.getUrn() : "");
    });
  });
  client.close();
  return urn !== "";
};
