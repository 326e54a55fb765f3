"use strict";

const Module = require("node:module");
const { ModernFakeTimers } = require("@jest/fake-timers");
const { ModuleMocker } = require("jest-mock");

/** Globals of libraries that all test files of a worker share. They stay when a file has ended. */
const globalsOfLibraries = new Set();

let isLoading = false;
/** Calls a function that may load a library, and keeps the globals that the library sets meanwhile. */
const keepGlobals = (load) => {
  if (isLoading) return load();
  const before = new Set(Reflect.ownKeys(globalThis));
  isLoading = true;
  try {
    return load();
  } finally {
    isLoading = false;
    for (const name of Reflect.ownKeys(globalThis)) if (!before.has(name)) globalsOfLibraries.add(name);
  }
};

// Only libraries are loaded by Node.js's own loader, some of them late: within a function of another library.
const loadNow = Module._load;
Module._load = (...args) => keepGlobals(() => loadNow.apply(Module, args));

const replaceEntries = (target, entries) => {
  for (const name of Object.keys(target)) if (!(name in entries)) Reflect.deleteProperty(target, name);
  Object.assign(target, entries);
};

/**
 * Runs test files in the worker's own global scope, as a program runs in that of its process. Jest's own environment gives
 * each file a new one, in which every library has to be loaded again. Here, libraries are loaded once for each worker
 * (shared-libraries.cjs), and what a file changes in the global scope or the process is put back when it has ended.
 */
class MainRealm {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  fakeTimersModern;
  #globals = Object.getOwnPropertyDescriptors(globalThis);
  #process = { env: { ...process.env }, cwd: process.cwd(), exit: process.exit, exitCode: process.exitCode };

  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  exportConditions() {
    return ["node", "node-addons"];
  }

  /** There is no context but the worker's own. */
  getVmContext() {
    return null;
  }

  async setup() {
    // Jest maps positions of transformed code, which makes each use of a stack slow. Here, nothing is transformed.
    Error.prepareStackTrace = undefined;
    // Jest sets 100. Expectations collect a stack trace each, as do the errors that tests look at.
    Error.stackTraceLimit = 10;
  }

  async teardown() {
    this.fakeTimersModern.dispose();
    this.global = null;
    this.#restoreGlobals();
    const { env, cwd, exit, exitCode } = this.#process;
    replaceEntries(process.env, env);
    if (process.cwd() !== cwd) process.chdir(cwd);
    process.exit = exit;
    process.exitCode = exitCode;
  }

  #restoreGlobals() {
    for (const name of Reflect.ownKeys(globalThis)) {
      const isKept = Object.hasOwn(this.#globals, name) || globalsOfLibraries.has(name);
      if (!isKept) Reflect.deleteProperty(globalThis, name);
    }
    for (const name of Reflect.ownKeys(this.#globals)) {
      const [before, now] = [this.#globals[name], Reflect.getOwnPropertyDescriptor(globalThis, name)];
      if (now?.value !== before.value || now?.get !== before.get) Object.defineProperty(globalThis, name, before);
    }
  }
}

module.exports = MainRealm;
module.exports.keepGlobals = keepGlobals;
