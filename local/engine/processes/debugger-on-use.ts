import { Session } from "node:inspector";

let session: Promise<Session> | undefined;
const urls = new Map<string, string>();

const connect = async (): Promise<Session> => {
  const opened = new Session();
  opened.connect();
  // V8 reports the scripts that it has already parsed before it answers, so listen first.
  opened.on("Debugger.scriptParsed", ({ params: { scriptId, url } }) => urls.set(scriptId, url));
  await new Promise<void>((resolve, reject) => {
    opened.post("Debugger.enable", (error) => (error === null ? resolve() : reject(error)));
  });
  return opened;
};

/**
 * Replaces the SDK's runtime/closure/v8Hooks.js, which attaches a debugger to every program at its start. The SDK needs
 * it to turn functions into text and to find where a function is defined. This one attaches it at the first use.
 */
export const debuggerOnUse = {
  isInitializedAsync: async (): Promise<void> => undefined,
  getSessionAsync: (): Promise<Session> => (session ??= connect()),
  getScriptUrl: (id: string): string | undefined => urls.get(id),
};
