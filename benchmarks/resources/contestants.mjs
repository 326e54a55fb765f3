import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_NAME, PROJECT_ROOT } from "./paths.mjs";

const lock = JSON.parse(readFileSync(join(PROJECT_ROOT, "package-lock.json"), "utf8"));
/** The version in this project's lock file. */
const locked = (name) => lock.packages[`node_modules/${name}`].version;
const lockedVersions = (...names) => Object.fromEntries(names.map((name) => [name, locked(name)]));

/**
 * The dependencies of every program. Pulumi looks for TypeScript in the program's folder and its parents. With its own,
 * a program doesn't use this project's.
 */
export const BASE = lockedVersions("@pulumi/pulumi", "typescript", "ts-node");

const inPackage = (path) => `./node_modules/${PACKAGE_NAME}/dist/provider/${path}`;
const QUIET = [
  `${PACKAGE_NAME}/providers/webhook-signing-key.js`,
  `${PACKAGE_NAME}/handlers.js`,
  inPackage("resources/check.js"),
];

/** The program of subscriptions is compared with the floor only: nobody else has such a resource. */
export const SUBSCRIPTIONS = {
  name: "subscriptions",
  dependencies: (tarball) => ({ [PACKAGE_NAME]: `file:${tarball}` }),
};

/**
 * `loads` lists the modules that the program and the provider load in addition to Pulumi: for the provider, in a run
 * without changes, and in one that creates a key.
 */
export const CONTESTANTS = [
  {
    name: "floor",
    what: "a dynamic resource whose provider does nothing",
    asksForKeys: false,
    dependencies: () => ({}),
    loads: { program: [], quiet: [], create: [] },
  },
  {
    name: "ours",
    what: "this package, as packed",
    asksForKeys: true,
    dependencies: (tarball) => ({ [PACKAGE_NAME]: `file:${tarball}` }),
    loads: {
      program: [PACKAGE_NAME],
      quiet: QUIET,
      create: [...QUIET, inPackage("api/keys.js")],
    },
  },
  {
    name: "naive",
    what: "a simple dynamic provider, with `got` in its closure",
    asksForKeys: true,
    dependencies: () => lockedVersions("got"),
    loads: { program: ["got"], quiet: ["got"], create: ["got"] },
  },
  {
    name: "sdk",
    what: "a dynamic provider over `cybersource-rest-client`",
    asksForKeys: true,
    dependencies: () => ({ "cybersource-rest-client": "0.0.83" }),
    loads: {
      program: ["cybersource-rest-client"],
      quiet: ["cybersource-rest-client"],
      create: ["cybersource-rest-client"],
    },
  },
  {
    name: "native",
    what: "`RandomPassword` of `@pulumi/random`, whose provider is a plugin",
    asksForKeys: false,
    plugin: { name: "random", version: "4.21.2" },
    dependencies: () => ({ "@pulumi/random": "4.21.2" }),
    loads: { program: ["@pulumi/random"], quiet: [], create: [] },
  },
  {
    name: "plugin",
    what: "this package's native plugin, with a class as Pulumi's SDK generates it",
    asksForKeys: true,
    pluginFolder: `node_modules/${PACKAGE_NAME}/dist/native`,
    dependencies: (tarball) => ({ [PACKAGE_NAME]: `file:${tarball}` }),
    loads: { program: [], quiet: [], create: [] },
  },
];
