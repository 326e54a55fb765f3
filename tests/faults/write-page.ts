import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../support/project.js";
import { observeAll } from "./observe-all.js";
import { observeSubscriptionFaults } from "./observe-subscription.js";
import { PAGE, withSubscriptionTable, withTable } from "./page.js";
import { SUBSCRIPTION_FAULTS } from "./subscription-faults.js";
import { FAULTS } from "./table.js";

/** Observes all faults and writes their tables. Part of `npm run docs`. */
const main = async (): Promise<void> => {
  const path = join(PROJECT_ROOT, PAGE);
  const page = withTable(readFileSync(path, "utf8"), await observeAll(FAULTS));
  writeFileSync(path, withSubscriptionTable(page, await observeSubscriptionFaults(SUBSCRIPTION_FAULTS)));
};

void main();
