import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import fs from "node:fs";
import { type ClientRequest, type IncomingMessage } from "node:http";
import Module from "node:module";
import { dirname, join } from "node:path";
import { ancestorNamed, isAlive } from "./processes.js";
import { addToTrace, type CrashPoint, markFired, readPid, type Role, writePid } from "./site.js";

/**
 * Preloaded into the processes of a run with `NODE_OPTIONS=--require`: records each step of the protocol, and kills the
 * victim at the requested step. For tests only.
 */

const KEY_PATHS = ["/kms/egress/v2/keys-sym", "/kms/egress/v2/keys-asym"];
const SUBSCRIPTIONS_PATH = "/notification-subscriptions/";
const WEBHOOKS_LIST = "webhooks?";
const SCRIPTS: readonly (readonly [RegExp, Role])[] = [
  [/@pulumi\/pulumi\/cmd\/run(\/|$)/, "program"],
  [/@pulumi\/pulumi\/cmd\/dynamic-provider(\/|$)/, "provider"],
  [/dist\/local\/engine\/main\.js$/, "engine"],
  [/dist\/local\/platform\/main\.js$/, "platform"],
];

const folder = process.env.TEST_CRASH_FOLDER ?? "";
const role = SCRIPTS.find(([script]) => script.test(process.argv[1] ?? ""))?.[1];
const point = JSON.parse(process.env.TEST_CRASH_POINT ?? "null") as CrashPoint | null;

const pauseMs = (durationMs: number): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);

/** The CLI can't load the preload. Its process is found as an ancestor of the processes that it started. */
const pidOf = (victim: Role): number | undefined =>
  readPid(folder, victim) ??
  (victim === "engine" ? ancestorNamed("pulumi", readPid(folder, "program") ?? 0) : undefined);

/** Returns only when the victim is dead, so that it does nothing after this step. */
const kill = (victim: Role): void => {
  const pid = victim === role ? process.pid : pidOf(victim);
  if (pid === undefined || !markFired(folder)) return;
  process.kill(pid, "SIGKILL");
  while (isAlive(pid)) pauseMs(2);
};

const seen = new Map<string, number>();
const reach = (what: string): void => {
  const event = `${String(role)} ${what}`;
  const occurrence = (seen.get(event) ?? 0) + 1;
  seen.set(event, occurrence);
  addToTrace(folder, event);
  if (point !== null && event === point.event && occurrence === point.occurrence) kill(point.victim);
};

/** The kind of resource that a request is about. */
const kindOf = (request: object): string => {
  const ask = (getter: string): string | undefined => {
    const get: unknown = Reflect.get(request, getter);
    return typeof get === "function" ? String(Reflect.apply(get, request, [])) : undefined;
  };
  const urn = ask("getUrn") ?? "";
  const type = ask("getType") ?? "";
  const name = (type === "" ? (urn.split("::").at(-2) ?? "") : type).split(":").at(-1) ?? "";
  return name === "" ? "" : ` ${name}`;
};

type AnyFunction = (...args: unknown[]) => unknown;
const isFunction = (value: unknown): value is AnyFunction => typeof value === "function";

/** What a request is called in events; undefined for one that is about no resource. */
const requestNameOf = (method = "", path = ""): string | undefined => {
  if (KEY_PATHS.includes(path)) return "a request";
  if (!path.startsWith(SUBSCRIPTIONS_PATH)) return undefined;
  return path.includes(WEBHOOKS_LIST) ? "a list request" : `a ${method} request`;
};

/** Wraps a function of an object. The wrapper gets the original function. */
const wrap = (target: object, name: string, wrapped: (original: AnyFunction, args: unknown[]) => unknown): void => {
  const original: unknown = Reflect.get(target, name);
  if (!isFunction(original)) throw new Error(`No function ${name}`);
  Reflect.set(target, name, function (this: unknown, ...args: unknown[]) {
    return wrapped(original.bind(this), args);
  });
};

const CALLS_OF_PROGRAM = ["registerResource", "registerResourceOutputs", "signalAndWaitForShutdown"];
const watchProgram = ({ ResourceMonitorClient }: { ResourceMonitorClient: { prototype: object } }): void => {
  for (const call of CALLS_OF_PROGRAM) {
    wrap(ResourceMonitorClient.prototype, call, (original, args) => {
      const what = `${call}${kindOf(Object(args[0]) as object)}`;
      const callback = args.findLastIndex(isFunction);
      wrap(args, String(callback), (answered, answer) => {
        reach(`is answered ${what}`);
        return answered(...answer);
      });
      reach(`sends ${what}`);
      return original(...args);
    });
  }
};

const CALLS_OF_PROVIDER = ["check", "diff", "create", "update", "delete"];
const watchProvider = ({ Server }: { Server: { prototype: object } }): void =>
  wrap(Server.prototype, "addService", (original, [service, handlers]) => {
    const target = Object(handlers) as object;
    for (const call of CALLS_OF_PROVIDER) {
      wrap(target, call, (handle, [context, callback]) => {
        const what = `${call}${kindOf(Object(Reflect.get(Object(context) as object, "request")) as object)}`;
        reach(`receives ${what}`);
        return handle(context, (...answer: unknown[]) => {
          reach(`answers ${what}`);
          return isFunction(callback) ? callback(...answer) : undefined;
        });
      });
    }
    return original(service, target);
  });

/** Calls `watch` when a module is loaded, because it is too early to load it now. */
const onLoad = (isWanted: (request: string) => boolean, watch: (exports: never) => void): void => {
  const watched = new Set<unknown>();
  wrap(Module, "_load", (original, args) => {
    const exports = original(...args);
    if (typeof args[0] === "string" && isWanted(args[0]) && !watched.has(exports)) {
      watched.add(exports);
      watch(exports as never);
    }
    return exports;
  });
};

const watchRequests = (): void => {
  const watch = (channel: string, verb: string): void =>
    subscribe(channel, (message) => {
      const { method, path } = (message as { request: ClientRequest }).request;
      const name = requestNameOf(method, path);
      if (name !== undefined) reach(`${verb} ${name}`);
    });
  watch("http.client.request.created", "sends");
  watch("http.client.response.finish", "is answered");
};

/** How events call a change of what the local platform holds, before and after it. */
const changeNamesOf = (request: string): readonly [string, string] =>
  request === "a request"
    ? ["makes a key", "has made a key"]
    : [`carries out ${request}`, `has carried out ${request}`];

const watchPlatform = (): void => {
  let serving: string | undefined;
  subscribe("http.server.request.start", (message) => {
    const { method, url } = (message as { request: IncomingMessage }).request;
    serving = requestNameOf(method, url);
    if (serving !== undefined) reach(`receives ${serving}`);
  });
  wrap(fs, "renameSync", (original, args) => {
    // The file that is written at the start doesn't belong to a request.
    if (serving === undefined) return original(...args);
    const [before, after] = changeNamesOf(serving);
    reach(before);
    original(...args);
    const file = String(args[1]);
    fs.copyFileSync(file, join(dirname(file), `made-${randomUUID()}.json`));
    reach(after);
    return undefined;
  });
};

/** Records the engine's writes: it replaces its state, or appends to the journal. */
const watchEngine = (): void => {
  const watchWrites = (name: string, isOfState: (args: unknown[]) => boolean): void =>
    wrap(fs.promises, name, async (original, args) => {
      if (!isOfState(args)) return original(...args);
      reach("writes the state");
      await original(...args);
      reach("has written the state");
      return undefined;
    });
  watchWrites("rename", ([, to]) => String(to).endsWith(".json"));
  watchWrites("appendFile", ([file]) => String(file).endsWith(".journal"));
};

const WATCHES: Readonly<Record<Role, () => void>> = {
  program: () => onLoad((request) => request.endsWith("resource_grpc_pb"), watchProgram),
  provider: () => {
    onLoad((request) => request === "@grpc/grpc-js", watchProvider);
    watchRequests();
  },
  engine: watchEngine,
  platform: watchPlatform,
};

if (role !== undefined && folder !== "") {
  writePid(folder, role);
  reach("starts");
  WATCHES[role]();
}
