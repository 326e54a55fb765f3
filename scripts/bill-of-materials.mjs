// Prints the packages that users get with this package, at the versions in the lock file, as a CycloneDX bill of materials:
// those that npm installs, and those in the file of the native plugin. npm run sbom. Doesn't use `npm sbom --omit dev`, which
// leaves out packages that the tests need as well.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundlePlugin } from "./build-plugin.mjs";

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
  const bill = JSON.parse(run("sbom", "--package-lock-only", "--legacy-peer-deps", "--sbom-format", "cyclonedx"));
  const isListed = new Set(bill.components.map((component) => component["bom-ref"]));
  const { packages } = await bundlePlugin();
  for (const { name, version, license } of packages) {
    if (isListed.has(`${name}@${version}`)) continue;
    bill.components.push({
      "bom-ref": `${name}@${version}`,
      type: "library",
      name,
      version,
      scope: "required",
      purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
      licenses: [{ expression: license }],
    });
  }
  process.stdout.write(`${JSON.stringify(bill, undefined, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
