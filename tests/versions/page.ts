import { type Row } from "./matrix.js";
import { type Passed } from "./passed.js";

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;

/** The engines that passed any test: the embedded one, then the CLIs, the newest first. */
const enginesOf = (passed: readonly Passed[]): (string | undefined)[] => {
  const clis = [...new Set(passed.flatMap(({ cli }) => cli ?? []))];
  return [undefined, ...clis.sort((one, other) => other.localeCompare(one, "en", { numeric: true }))];
};

const isSame = (one: Passed, other: Row): boolean =>
  one.sdk === other.sdk && one.manager === other.manager && one.language === other.language && one.node === other.node;

export interface Tested {
  readonly version: string;
  readonly peerRange: string;
  readonly matrix: readonly Row[];
  readonly passed: readonly Passed[];
}

/** The text of docs/compatibility.md. Throws if a row hasn't passed on the embedded engine. */
export const compatibilityPage = ({ version, peerRange, matrix, passed }: Tested): string => {
  const missing = matrix.filter((each) => !passed.some((one) => one.cli === undefined && isSame(one, each)));
  if (missing.length > 0) throw new Error(`Not passed: ${JSON.stringify(missing)}`);
  const engines = enginesOf(passed);
  const engineNames = engines.map((cli) => (cli === undefined ? "embedded engine" : `Pulumi CLI ${cli}`));
  const head = ["`@pulumi/pulumi`", "installed by", "program", "Node.js", ...engineNames];
  const rows = [...matrix]
    .sort((one, other) => one.sdk.localeCompare(other.sdk, "en", { numeric: true }))
    .map((each) => {
      const cells = engines.map((cli) => (passed.some((one) => one.cli === cli && isSame(one, each)) ? "passes" : ""));
      return row([each.sdk, each.manager, each.language, String(each.node), ...cells]);
    });
  return `# Compatibility

<!-- Written by \`npm run test:versions\`. -->

This is what version ${version} of the package was tested with. It accepts \`@pulumi/pulumi\` ${peerRange}.

Each row is a program with the packed package installed. It creates one resource of each kind, runs again without a
change, rotates the signing key while the program has another key that is not made yet, refreshes, and destroys. On the
Pulumi CLI the rotation is a targeted one, with \`--target-replace\`. An empty cell was not run: each version, each
package manager and each form of program has its rows, but not each combination of them.

${row(head)}${row(head.map(() => "---"))}${rows.join("")}
"npm, linked" is \`install-strategy=linked\`, "Yarn, pnpm" is \`nodeLinker: pnpm\`, and "Bun, isolated" is
\`linker = "isolated"\`, Bun's default for new workspaces.

Some things need a later version than the oldest that works:

| what                                                              | needs                   |
| ----------------------------------------------------------------- | ----------------------- |
| \`pulumi.recover\` on the output of an organization whose key failed ([ci.md](ci.md)) | \`@pulumi/pulumi\` 3.252  |
| \`pulumi import --file\` with the outputs of a key                  | Pulumi CLI 3.254        |
| \`pulumi up --ignore-protect\`                                      | Pulumi CLI 3.256        |
`;
};
