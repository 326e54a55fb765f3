import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../support/project.js";
import { observeAll } from "./observe-all.js";
import { PAGE, withTable } from "./page.js";
import { FAULTS } from "./table.js";

/** Observes all faults and writes their table. Part of `npm run docs`. */
const main = async (): Promise<void> => {
  const path = join(PROJECT_ROOT, PAGE);
  writeFileSync(path, withTable(readFileSync(path, "utf8"), await observeAll(FAULTS)));
};

void main();
