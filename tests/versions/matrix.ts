import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../support/project.js";
import { type Setup } from "./installation.js";
import { MANAGERS, type Manager, type NodeMajor } from "./managers.js";

/** A combination to test, on the embedded engine and on the installed versions of the Pulumi CLI. */
export interface Row extends Setup {
  readonly node: NodeMajor;
  readonly onCli: "every" | "newest" | "none";
}

const manifest = z
  .object({ peerDependencies: z.object({ "@pulumi/pulumi": z.string() }) })
  .parse(JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")));

/** The lowest version in the range of `peerDependencies`. */
export const OLDEST_SDK = manifest.peerDependencies["@pulumi/pulumi"].replace("^", "");
export const NEWEST_SDK = "3.276.0";

/** Versions around changes in Pulumi's SDK that affect this package. */
const BETWEEN = [
  "3.248.0", // the last version for Node.js 20
  "3.250.0", // the last version that fails on modules behind pnpm's links
  "3.251.0",
  "3.252.0", // the first version with `pulumi.recover`
  "3.255.0", // the last version that leaves outputs of an untargeted resource undefined
  "3.256.0",
  "3.270.0",
];

const row = (given: Partial<Row>): Row => ({
  sdk: NEWEST_SDK,
  manager: "npm",
  language: "CommonJS",
  node: 24,
  onCli: "none",
  ...given,
});

const managers = Object.keys(MANAGERS) as Manager[];

/** Each version once, and each package manager with both ends of the range, instead of all combinations. */
export const MATRIX: readonly Row[] = [
  row({ sdk: OLDEST_SDK, onCli: "every" }),
  ...BETWEEN.map((sdk) => row({ sdk, onCli: "newest" })),
  row({ onCli: "every" }),
  ...[OLDEST_SDK, NEWEST_SDK].map((sdk) => row({ sdk, node: 22 })),
  row({ sdk: OLDEST_SDK, language: "TypeScript 5", node: 22 }),
  row({ language: "TypeScript 5" }),
  row({ language: "TypeScript 6", onCli: "newest" }),
  row({ language: "ES module" }),
  row({ sdk: "3.250.0", manager: "pnpm" }),
  row({ sdk: "3.251.0", manager: "pnpm" }),
  ...[OLDEST_SDK, NEWEST_SDK].flatMap((sdk) =>
    managers
      .filter((manager) => manager !== "npm")
      .map((manager) => row({ sdk, manager, onCli: sdk === NEWEST_SDK ? "newest" : "none" })),
  ),
  row({ language: "TypeScript 6", manager: "pnpm" }),
];
