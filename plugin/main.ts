import { randomUUID } from "node:crypto";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { createPlugin } from "./plugin.js";
import { createService } from "./service.js";

// scripts/build-plugin.mjs fills in both.
declare const PLUGIN_VERSION: string;
/** Empty in a build that isn't a release. */
declare const PLUGIN_DOWNLOAD_URL: string;

/** How often the plugin looks whether the process that started it is still there. */
const PARENT_INTERVAL_MS = 1_000;

/**
 * Entry point of the plugin `pulumi-resource-cybersource-webhooks`. The engine starts it with its own address as the last
 * argument, reads the port from the first line of standard output, and shows nothing else of what it prints.
 */
const main = async (): Promise<void> => {
  const plugin = createPlugin({
    version: PLUGIN_VERSION,
    downloadUrl: PLUGIN_DOWNLOAD_URL === "" ? undefined : PLUGIN_DOWNLOAD_URL,
    environment: process.env,
    folder: process.cwd(),
    now: () => new Date(),
    newCorrelationId: randomUUID,
    run: {
      process,
      atExit: (act) => process.once("exit", act),
    },
    print: (line) => process.stderr.write(`${line}\n`),
  });
  const address = process.argv.slice(2).at(-1);
  if (address !== undefined) plugin.attach(address);

  const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
  const server = new Server(unlimited);
  server.addService(ResourceProviderService, createService(plugin));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });

  // Calls that are under way end before the process does, so that no key is created and lost.
  // A second signal must not cut them off either.
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    server.tryShutdown(() => process.exit());
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_INTERVAL_MS).unref();

  process.stdout.write(`${port}\n`);
};

void main();
