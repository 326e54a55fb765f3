// Prints the packages that users install with this package, at the versions in the lock file, as a CycloneDX bill of
// materials: npm run sbom. Doesn't use `npm sbom --omit dev`, which leaves out packages that the tests need as well.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const npm = process.env.npm_execpath;
if (npm === undefined) throw new Error("Run this through npm: npm run sbom");

const scratch = mkdtempSync(join(tmpdir(), "bill-of-materials-"));
try {
  // npm takes the name of the package from its folder.
  const folder = join(scratch, "pulumi-cybersource-webhooks");
  mkdirSync(folder);
  for (const file of ["package.json", "package-lock.json"]) cpSync(join(root, file), join(folder, file));
  const run = (...args) =>
    execFileSync(process.execPath, [npm, ...args], { cwd: folder, encoding: "utf8", maxBuffer: 50_000_000 });
  run("pkg", "delete", "devDependencies");
  run("install", "--package-lock-only", "--ignore-scripts", "--offline", "--legacy-peer-deps");
  process.stdout.write(run("sbom", "--package-lock-only", "--legacy-peer-deps", "--sbom-format", "cyclonedx"));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
