import { join } from "node:path";

/** The passphrase of everything in fixtures/. */
export const FIXTURE_PASSPHRASE = "correct horse";

/** The path of a file in fixtures/, which stays where its source is: only code is compiled. */
export const fixtureFile = (name: string): string =>
  join(__dirname, "../../../../../tests/unit/local/engine/fixtures", name);
