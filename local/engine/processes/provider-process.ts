import { type Child, startChild } from "./child-process.js";
import { EngineError } from "../errors.js";
import { resolveFromProgram } from "../project/program-folder.js";
import { ProviderClient } from "./provider-client.js";

export interface ProviderOptions {
  readonly project: string;
  readonly folder: string;
  readonly engineAddress: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
}

export interface Provider {
  readonly client: ProviderClient;
  readonly stop: () => Promise<void>;
}

const spawnProvider = (options: ProviderOptions, onLine: (line: string) => void): Child =>
  startChild(
    {
      script: resolveFromProgram(options.folder, "dynamic-provider"),
      arguments: [options.engineAddress],
      cwd: options.folder,
      env: options.env,
      onLine,
    },
    // The provider gets its configuration from Configure.
    { PULUMI_CONFIG: "{}", PULUMI_PROJECT: options.project, PULUMI_NODEJS_PROJECT: options.project },
  );

/** Starts the dynamic provider. Its first line of output is the port that it listens on. */
export const startProvider = async (options: ProviderOptions): Promise<Provider> => {
  let child: Child | undefined;
  const port = new Promise<string>((resolve, reject) => {
    let isReady = false;
    child = spawnProvider(options, (line) => {
      if (isReady || !/^\d+$/.test(line)) options.onLine(line);
      else resolve(line);
      isReady ||= /^\d+$/.test(line);
    });
    void child.exit.then(() =>
      reject(new EngineError("ERR_ENGINE_PROVIDER", "The dynamic provider exited before it was ready")),
    );
  });
  const client = new ProviderClient(`127.0.0.1:${await port}`);
  return {
    client,
    stop: async () => {
      client.close();
      await child?.stop();
    },
  };
};
