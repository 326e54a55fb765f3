import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../support/project.js";
import { observeCertificateFaults } from "./observe-certificate.js";
import { observeAll } from "./observe-all.js";
import { observeSubscriptionFaults } from "./observe-subscription.js";
import {
  ENCRYPTION_PAGE,
  PAGE,
  SUBSCRIPTION_PAGE,
  withCertificateTable,
  withSubscriptionTable,
  withTable,
} from "./page.js";
import { SUBSCRIPTION_FAULTS } from "./subscription-faults.js";
import { FAULTS } from "./table.js";

const rewrite = (page: string, change: (text: string) => string): void => {
  const path = join(PROJECT_ROOT, page);
  writeFileSync(path, change(readFileSync(path, "utf8")));
};

/** Observes all faults and writes their tables. Part of `npm run docs`. */
const main = async (): Promise<void> => {
  const ofKeys = await observeAll(FAULTS);
  rewrite(PAGE, (page) => withTable(page, ofKeys));
  const ofCertificates = await observeCertificateFaults();
  rewrite(ENCRYPTION_PAGE, (page) => withCertificateTable(page, ofCertificates));
  const ofSubscriptions = await observeSubscriptionFaults(SUBSCRIPTION_FAULTS);
  rewrite(SUBSCRIPTION_PAGE, (page) => withSubscriptionTable(page, ofSubscriptions));
};

void main();
