import Module from "node:module";
import { flushSoon } from "./compile-cache.js";
import { debuggerOnUse } from "./debugger-on-use.js";
import { skipSourceMaps, type SourceMapSupport } from "./skip-source-maps.js";

interface Requirer {
  readonly filename?: string | null;
}

type Load = (request: string, requirer: Requirer | undefined, isMain: boolean) => unknown;

/**
 * Modules that Pulumi's SDK loads at its start but uses only in a few functions, mostly to turn a function into text.
 * Loading them takes more than half of the start time of a program and a provider.
 */
const LATE =
  /^(?:@npmcli\/arborist|normalize-package-data|execa|js-yaml|semver|upath|@opentelemetry\/api|\.\/automation|(?:\.\.?\/)+typescript-shim)$/;
/** What the SDK traces its own work with, if it's told to. It takes the functions out of these modules at its start. */
const TRACING = /^@opentelemetry\/(?!api$)/;
const TRACING_FILE = /[\\/]cmd[\\/]run[\\/]tracing\.js$/;
const DEBUGGER = /^(?:\.\.?\/)+(?:runtime\/closure\/)?v8Hooks$/;
const SOURCE_MAPS = "source-map-support/register";
/** Messages in all languages that zod has. */
const LANGUAGES = "../locales/index.cjs";
const FILE_OF_ZOD = /[\\/]node_modules[\\/]zod[\\/]v4[\\/]\w+[\\/]\w+\.cjs$/;
const FILE_OF_A_LIBRARY = /[\\/]node_modules[\\/]/;
const FILE_OF_THE_SDK = /[\\/]node_modules[\\/]@pulumi[\\/]pulumi[\\/](?!.*[\\/]node_modules[\\/])/;

/** A proxy that loads a module at the first use. Compiled `import *` and `import x` statements don't count as a use. */
const standIn = (load: () => object): object => {
  let loaded: object | undefined;
  const real = (): object => (loaded ??= load());
  return new Proxy(
    {},
    {
      get: (_, name): unknown => {
        if (name === "__esModule") return true;
        const module = real();
        return name === "default" && Reflect.get(module, "__esModule") !== true ? module : Reflect.get(module, name);
      },
      has: (_, name) => Reflect.has(real(), name),
    },
  );
};

/** A proxy for a module whose functions are taken out of it before they are used: these are proxies too. */
const standInOfFunctions = (load: () => object): object => {
  const member = (name: string | symbol) => Reflect.get(load(), name) as new (...args: unknown[]) => object;
  return new Proxy(
    {},
    {
      get: (_, name) =>
        new Proxy(function () {}, {
          apply: (_target, self, args) => Reflect.apply(member(name), self, args) as unknown,
          construct: (_target, args) => Reflect.construct(member(name), args),
        }),
    },
  );
};

// Loaded before a child's own code. Only the SDK and zod get proxies. Modules that a program requires are loaded
// immediately.
const loader = Module as unknown as { _load: Load };
const loadNow = loader._load;
loader._load = (request, requirer, isMain) => {
  flushSoon();
  // Not in a function of its own: it would be one more line in a stack trace for each module.
  const file = requirer?.filename ?? "";
  const isOfZod = request === LANGUAGES && FILE_OF_ZOD.test(file);
  if (!isOfZod && !FILE_OF_THE_SDK.test(file)) return loadNow.call(Module, request, requirer, isMain);
  const loadAs = (name: string): unknown => loadNow.call(Module, name, requirer, isMain);
  if (DEBUGGER.test(request)) return debuggerOnUse;
  if (request === SOURCE_MAPS) {
    const isSkipped = (source: string): boolean => source.startsWith("node:") || FILE_OF_A_LIBRARY.test(source);
    skipSourceMaps(loadAs("source-map-support") as SourceMapSupport, isSkipped);
  }
  const load = (): object => loadAs(request) as object;
  if (TRACING.test(request) && TRACING_FILE.test(file)) return standInOfFunctions(load);
  return isOfZod || LATE.test(request) ? standIn(load) : loadAs(request);
};
