import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";

export interface GrpcServer {
  readonly address: string;
  /** Stops the server and closes all connections. */
  readonly close: () => void;
}

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Serves one gRPC service on a free loopback port. */
export const serveGrpc = async (
  definition: ServiceDefinition,
  implementation: UntypedServiceImplementation,
): Promise<GrpcServer> => {
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    // A request takes as long as its resource.
    "grpc.server_max_unrequested_time_in_server": 24 * 60 * 60,
  });
  server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
};
