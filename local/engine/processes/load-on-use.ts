import Module from "node:module";
import { flushSoon } from "./compile-cache.js";
import { debuggerOnUse } from "./debugger-on-use.js";
import { skipSourceMaps, type SourceMapSupport } from "./skip-sdk-maps.js";

interface Requirer {
  readonly filename?: string | null;
}

type Load = (request: string, requirer: Requirer | undefined, isMain: boolean) => unknown;

/**
 * Modules that Pulumi's SDK loads at its start but uses only in a few functions, mostly to turn a function into text.
 * Loading them takes more than half of the start time of a program and a provider.
 */
const LATE = /^(?:@npmcli\/arborist|normalize-package-data|execa|js-yaml|(?:\.\.?\/)+typescript-shim)$/;
const DEBUGGER = /^(?:\.\.?\/)+(?:runtime\/closure\/)?v8Hooks$/;
const SOURCE_MAPS = "source-map-support/register";
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

// Loaded before a child's own code. Only the SDK gets proxies. Modules that a program requires are loaded immediately.
const loader = Module as unknown as { _load: Load };
const loadNow = loader._load;
loader._load = (request, requirer, isMain) => {
  flushSoon();
  // Not in a function of its own: it would be one more line in a stack trace for each module.
  if (!FILE_OF_THE_SDK.test(requirer?.filename ?? "")) return loadNow.call(Module, request, requirer, isMain);
  const loadAs = (name: string): unknown => loadNow.call(Module, name, requirer, isMain);
  if (DEBUGGER.test(request)) return debuggerOnUse;
  if (request === SOURCE_MAPS) {
    skipSourceMaps(loadAs("source-map-support") as SourceMapSupport, (file) => FILE_OF_THE_SDK.test(file));
  }
  return LATE.test(request) ? standIn(() => loadAs(request) as object) : loadAs(request);
};
