import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";

interface Environment {
  readonly teardown: () => Promise<void>;
}

interface MainRealm {
  readonly default: {
    new (options: { readonly projectConfig: object }): Environment;
    readonly keepGlobals: (load: () => void) => void;
  };
}

const mainRealm = async () => (await import(join(PROJECT_ROOT, "tests/support/main-realm.cjs"))) as MainRealm;

/** What a test file can leave behind. */
const traces = () => ({
  added: Reflect.has(globalThis, "added"),
  library: Reflect.has(globalThis, "library"),
  fetch: globalThis.fetch,
  folder: process.cwd(),
  exit: Reflect.get(process, "exit") as unknown,
  exitCode: process.exitCode,
  variables: { ...process.env },
});

test("a test file leaves nothing behind in the global scope or the process but the globals of libraries", async () => {
  const { default: Environment } = await mainRealm();
  const before = traces();
  const environment = new Environment({ projectConfig: {} });
  Environment.keepGlobals(() => Reflect.set(globalThis, "library", 1));
  Reflect.set(globalThis, "added", 1);
  Reflect.set(globalThis, "fetch", () => undefined);
  process.chdir(tmpdir());
  Reflect.set(process, "exit", () => undefined);
  process.exitCode = 3;
  process.env["ADDED"] = "1";
  process.env["PATH"] = "changed";
  Reflect.deleteProperty(process.env, "HOME");
  await environment.teardown();

  expect(traces()).toEqual({ ...before, library: true });
  Reflect.deleteProperty(globalThis, "library");
});
