// Packs the built native plugin into an archive for each platform, with the names that Pulumi downloads, and writes their
// checksums: node scripts/pack-plugin.mjs FOLDER. The same plugin gives the same bytes. Its file is the same on every
// platform, because it runs on the Node.js that is there.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { create } from "tar";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder for the archives: node scripts/pack-plugin.mjs FOLDER");

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const NAME = "pulumi-resource-cybersource-webhooks";
const PLATFORMS = ["darwin", "linux", "windows"].flatMap((system) => [`${system}-amd64`, `${system}-arm64`]);

mkdirSync(folder, { recursive: true });
const sums = PLATFORMS.map((platform) => {
  const archive = `${NAME}-v${version}-${platform}.tar.gz`;
  const file = join(resolve(folder), archive);
  const files = [NAME, `${NAME}.cmd`, "package.json", "THIRD-PARTY-LICENSES"];
  create({ cwd: join(root, "dist/native"), file, gzip: true, portable: true, mtime: new Date(0), sync: true }, files);
  return `${createHash("sha256").update(readFileSync(file)).digest("hex")}  ${archive}\n`;
});
writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
