import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
  const { formatText } = (await import(join(PROJECT_ROOT, "scripts/format-text.mjs"))) as {
    formatText: (file: string, text: string) => Promise<string>;
  };
  writeFileSync(file, await formatText(file, page));
};

void write();
