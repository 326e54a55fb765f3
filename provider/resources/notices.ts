import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as Client from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as Messages from "@pulumi/pulumi/proto/engine_pb.js";

/** How urgent a notice is. */
export type Severity = "info" | "warning";

/** Tells the user a text, which must hold no secret. It never fails. */
export type Notify = (text: string, severity?: Severity) => Promise<void>;

/** An engine that takes no notice within this time doesn't hold up the run. */
const LOG_TIMEOUT_MS = 5_000;

const CLIENT = "@pulumi/pulumi/proto/engine_grpc_pb.js";

const ADDRESS_FORM = /^[\w.[\]:-]{1,255}:\d{1,5}$/;

type Log = (text: string, severity: Severity) => Promise<void>;

/** Connects to the Engine service at `address` with the SDK that runs this process. */
const connect = (address: string): Log => {
  // The names that these modules export can't be told without running them, so `import` doesn't see them.
  const requireHere = createRequire(__filename);
  const { EngineClient } = requireHere(CLIENT) as typeof Client;
  const { LogRequest, LogSeverity } = requireHere("@pulumi/pulumi/proto/engine_pb.js") as typeof Messages;
  // The SDK's own copy of the gRPC library: its generated client accepts no other one's credentials.
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
 * Hands notices to Pulumi's engine, which shows each under the stack. (Lines on the standard output of a provider
 * process get lost when the engine ends that process first.) What the engine doesn't take is printed instead.
 *
 * @param address where the engine listens, as Pulumi gives it to a provider process; undefined elsewhere
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
