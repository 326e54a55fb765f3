import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { z } from "zod";
import { PROJECT_ROOT } from "../support/project.js";
import { MATRIX } from "./matrix.js";
import { compatibilityPage } from "./page.js";
import { readPassed } from "./passed.js";

/** Writes docs/compatibility.md from what has passed. */
const write = async (): Promise<void> => {
  const { version, peerDependencies } = z
    .object({ version: z.string(), peerDependencies: z.object({ "@pulumi/pulumi": z.string() }) })
    .parse(JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")));
  const peerRange = peerDependencies["@pulumi/pulumi"];
  const file = join(PROJECT_ROOT, "docs/compatibility.md");
  const page = compatibilityPage({ version, peerRange, matrix: MATRIX, passed: readPassed() });
  writeFileSync(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
};

void write();
