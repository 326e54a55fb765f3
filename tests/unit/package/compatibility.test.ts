import { expect, test } from "@jest/globals";
import { MATRIX, NEWEST_SDK, OLDEST_SDK } from "../../versions/matrix.js";
import { MANAGERS } from "../../versions/managers.js";
import { compatibilityPage } from "../../versions/page.js";
import { type Passed } from "../../versions/passed.js";
import { readDocument } from "../../support/documents.js";

const everything: readonly Passed[] = MATRIX.flatMap((row) => [
  row,
  { ...row, cli: "3.9.0" },
  { ...row, cli: "3.10.0" },
]);
const TESTED = { version: "1.2.3", peerRange: "^3.1.0", matrix: MATRIX, passed: everything };

/** The cells of the first table of a page, without its header. */
const rowsOf = (page: string): string[][] =>
  (page.split("\n| ---")[1]?.split("\n\n")[0] ?? "")
    .split("\n")
    .slice(1)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

test("the page shows the results for each engine, the newest CLI first", () => {
  const page = compatibilityPage({ ...TESTED, passed: everything.filter(({ cli }) => cli !== "3.9.0") });
  expect(page).toContain("version 1.2.3 of the package");
  expect(page).toContain("| embedded engine | Pulumi CLI 3.10.0 |");
  expect(compatibilityPage(TESTED)).toContain("| embedded engine | Pulumi CLI 3.10.0 | Pulumi CLI 3.9.0 |");
  expect(rowsOf(page)).toHaveLength(MATRIX.length);
});

test("the page has an empty cell for a test that didn't run on a CLI, and isn't written if the embedded engine fails", () => {
  const [first] = MATRIX;
  const embeddedAlone = everything.filter(({ cli, ...row }) => cli === undefined || row.sdk !== first?.sdk);
  expect(rowsOf(compatibilityPage({ ...TESTED, passed: embeddedAlone }))[0]?.slice(-3)).toEqual(["passes", "", ""]);
  expect(() => compatibilityPage({ ...TESTED, passed: everything.slice(1) })).toThrow(/Not passed: .*3\.226\.0/);
});

test("docs/compatibility.md has the oldest and the newest version that peerDependencies accept", () => {
  const sdks = rowsOf(readDocument("docs/compatibility.md")).map(([sdk]) => sdk);
  expect(sdks[0]).toBe(OLDEST_SDK);
  expect(sdks.at(-1)).toBe(NEWEST_SDK);
});

test("docs/compatibility.md has passing results for each package manager with the oldest and newest version", () => {
  const rows = rowsOf(readDocument("docs/compatibility.md"));
  for (const manager of Object.keys(MANAGERS)) {
    for (const sdk of [OLDEST_SDK, NEWEST_SDK]) {
      const found = rows.filter((row) => row[0] === sdk && row[1] === manager);
      expect(found.map((row) => row[4])).toContain("passes");
    }
  }
});
