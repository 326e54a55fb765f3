import { join } from "node:path";

/** The passphrase of everything in fixtures/. */
export const FIXTURE_PASSPHRASE = "correct horse";

/** The path of a file in fixtures/. It is in the source tree, because only code is compiled to dist/. */
export const fixtureFile = (name: string): string =>
  join(__dirname, "../../../../../tests/unit/local/engine/fixtures", name);
