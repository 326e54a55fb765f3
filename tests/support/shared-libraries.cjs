"use strict";

const { isBuiltin } = require("node:module");
const { join, sep } = require("node:path");
const { pathToFileURL } = require("node:url");
const { compileFunction } = require("node:vm");
const { default: Runtime } = require("jest-runtime");

const LIBRARIES = `${sep}node_modules${sep}`;
const THIS_PACKAGE = `${LIBRARIES}pulumi-cybersource-webhooks${sep}`;
/** What is slow to start or to compute, and the same for all test files of a worker. */
const FOR_WORKER = `${sep}${join("dist", "tests", "support", "worker")}${sep}`;
const isShared = (path) => (path.includes(LIBRARIES) && !path.includes(THIS_PACKAGE)) || path.includes(FOR_WORKER);

/**
 * Jest's module loader, for the environment main-realm.cjs. Node.js itself loads what is in node_modules and
 * in tests/support/worker, once for each worker: most of the time of a short test file went into that. Other tests and the
 * code of this project are loaded for each test file, by Jest as ever, so that no file sees what another one left in a module.
 */
module.exports = class SharedLibraries extends Runtime {
  constructor(...options) {
    super(...options);
    const { executor, esmLoader } = this;
    // Jest compiles for a context of the environment. Here, that is the context of this code.
    const parameters = executor.injectedModuleParameters;
    const importFrom = (filename, specifier) => {
      const library = isBuiltin(specifier) ? undefined : this.#libraryOf(filename, specifier);
      return library === undefined
        ? executor.dynamicImport(specifier, filename, undefined)
        : import(pathToFileURL(library).href);
    };
    executor.compile = (source, filename) =>
      compileFunction(source, parameters, {
        filename,
        importModuleDynamically: (specifier) => importFrom(filename, specifier),
      });
    esmLoader.getContext = () => undefined;
  }

  requireModule(from, moduleName, ...options) {
    if (moduleName === undefined || isBuiltin(moduleName)) return super.requireModule(from, moduleName, ...options);
    const path = this._resolution.resolveCjs(from, moduleName);
    return isShared(path) ? require(path) : super.requireModule(from, moduleName, ...options);
  }

  /** The path of an imported module, if it's in a library. */
  #libraryOf(from, specifier) {
    const path = this._resolution.resolveEsm(from, specifier);
    return isShared(path) ? path : undefined;
  }
};
