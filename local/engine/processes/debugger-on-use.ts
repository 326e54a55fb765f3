import { Session } from "node:inspector";

let session: Promise<Session> | undefined;
const urls = new Map<string, string>();

const connect = async (): Promise<Session> => {
  const opened = new Session();
  opened.connect();
  // V8 tells of the scripts that it has parsed already before it answers, so this must listen first.
  opened.on("Debugger.scriptParsed", ({ params: { scriptId, url } }) => urls.set(scriptId, url));
  await new Promise<void>((resolve, reject) => {
    opened.post("Debugger.enable", (error) => (error === null ? resolve() : reject(error)));
  });
  return opened;
};

/**
 * Stands for the SDK's runtime/closure/v8Hooks.js, which attaches a debugger to every program as it starts, so that it
 * can turn functions into text and tell where a function comes from. This attaches it once a function is to become text.
 */
export const debuggerOnUse = {
  isInitializedAsync: async (): Promise<void> => undefined,
  getSessionAsync: (): Promise<Session> => (session ??= connect()),
  getScriptUrl: (id: string): string | undefined => urls.get(id),
};
