import { startPlatform } from "../../local/platform/server.js";
import { MAX_CERTIFICATE_DAYS } from "../support/encryption-vectors.js";
import {
  type PlatformContent,
  type RunningPlatform,
  type PlatformProcessOptions,
  storedContent,
  stateFile,
} from "./platform-process.js";

/** Starts the local platform in this process: for a run in which nothing happens to its own process. */
export const startPlatformHere = async ({
  folder,
  port,
  subscriptions,
  now,
}: Omit<PlatformProcessOptions, "site">): Promise<RunningPlatform> => {
  const made: PlatformContent[] = [];
  const startedMs = Date.now();
  const platform = await startPlatform({
    port,
    persist: stateFile(folder),
    subscriptions,
    maxCertificateDays: MAX_CERTIFICATE_DAYS,
    now: () => new Date(now.getTime() + Date.now() - startedMs),
    onRequest: ({ method, keyMade, acted = false }) => {
      if (keyMade || (acted && method !== "GET")) made.push(storedContent(folder));
    },
  });
  return { folder, content: () => storedContent(folder), made: () => made, stop: () => platform.close() };
};
