import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as Client from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as Messages from "@pulumi/pulumi/proto/engine_pb.js";

/** How urgent a notice is. */
export type Severity = "info" | "warning";

/** Shows the user a text, which must contain no secret. Never rejects. */
export type Notify = (text: string, severity?: Severity) => Promise<void>;

/** How long to wait for the engine to accept a notice. */
const LOG_TIMEOUT_MS = 5_000;

const CLIENT = "@pulumi/pulumi/proto/engine_grpc_pb.js";

const ADDRESS_FORM = /^[\w.[\]:-]{1,255}:\d{1,5}$/;

type Log = (text: string, severity: Severity) => Promise<void>;

/** Connects to the Engine service at `address` with the SDK that runs this process. */
const connect = (address: string): Log => {
  // Node.js can't detect the names that these CommonJS modules export, so `import` doesn't work.
  const requireHere = createRequire(__filename);
  const { EngineClient } = requireHere(CLIENT) as typeof Client;
  const { LogRequest, LogSeverity } = requireHere("@pulumi/pulumi/proto/engine_pb.js") as typeof Messages;
  // The generated client accepts only credentials from the SDK's own copy of the gRPC library.
  const grpc = createRequire(requireHere.resolve(CLIENT))("@grpc/grpc-js") as typeof Grpc;
  const client = new EngineClient(address, grpc.credentials.createInsecure());

  return (text, severity) => {
    const request = new LogRequest();
    request.setSeverity(severity === "warning" ? LogSeverity.WARNING : LogSeverity.INFO);
    request.setMessage(text);
    return new Promise((resolve, reject) => {
      client.log(request, new grpc.Metadata(), { deadline: Date.now() + LOG_TIMEOUT_MS }, (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  };
};

/**
 * Creates the function that sends notices to Pulumi's engine, which shows them under the stack. Standard output isn't
 * reliable: the engine may stop the provider process before it has read all lines. A notice that the engine doesn't accept
 * is printed nevertheless.
 *
 * @param address where the engine listens; undefined outside of a provider process
 */
export const createNotices = (address: string | undefined, print: (line: string) => void): Notify => {
  let log: Log | undefined;

  return async (text, severity = "info") => {
    const line = `cybersource-webhooks: ${text}`;
    try {
      if (address === undefined || !ADDRESS_FORM.test(address)) throw new Error("no engine");
      log ??= connect(address);
      await log(line, severity);
    } catch {
      print(line);
    }
  };
};
