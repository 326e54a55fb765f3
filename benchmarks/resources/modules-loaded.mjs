import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SCRATCH } from "./paths.mjs";

const FOLDER = join(SCRATCH, "modules");
const PRELOAD = pathToFileURL(join(import.meta.dirname, "modules-preload.mjs")).href;

const loadedBy = (role) => {
  const file = join(FOLDER, role);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
};

/** The packages that the program and the provider load in a run that creates a key, and in one without changes. */
const loadedOf = async (runner, folder) => {
  const run = runner.open({
    folder,
    keys: 1,
    environment: { NODE_OPTIONS: `--import ${PRELOAD}`, BENCH_MODULES: FOLDER },
  });
  const loaded = {};
  for (const operation of ["create", "quiet"]) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    await run("up");
    loaded[operation] = { program: loadedBy("run"), provider: loadedBy("dynamic-provider") };
  }
  await run("destroy");
  return loaded;
};

/** The packages that the floor doesn't load. Also warms up each program before anything is timed. */
export const measureModules = async ({ runner, contestants, folders }) => {
  const floor = await loadedOf(runner, folders.get("floor"));
  const beyond = (packages, base) => packages.filter((name) => !base.includes(name)).toSorted();
  const modules = {};
  for (const { name } of contestants) {
    if (name === "floor") continue;
    const loaded = await loadedOf(runner, folders.get(name));
    modules[name] = {
      program: beyond(loaded.quiet.program, floor.quiet.program),
      "provider, nothing to do": beyond(loaded.quiet.provider, floor.quiet.provider),
      "provider, a key made": beyond(loaded.create.provider, floor.create.provider),
    };
  }
  return modules;
};
