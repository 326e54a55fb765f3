import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createScratch } from "./project.js";

/** The name of the folder of a run, by the address of its engine. */
export const notesFolderOf = (address: string): string =>
  `cybersource-webhooks-${createHash("sha256").update(address).digest("hex").slice(0, 16)}`;

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/**
 * Folders for temporary files in which no notes of a run can be kept.
 *
 * @param notes the name of the folder that the run would use there
 */
export const UNUSABLE_FOLDERS: Readonly<Record<string, (notes: string) => string>> = {
  "is missing": () => join(createScratch("temporary"), "missing/deep"),
  "is a file": () => join(createScratch("temporary"), "package.json"),
  "is relative": () => ".",
  ...(existsSync("/sys/kernel") && { "takes no folders": () => "/sys" }),
  ...(existsSync("/proc/self") && { "says that a folder in it has no parent": () => "/proc" }),
  // Root can write to it nevertheless.
  ...(!isRoot && {
    "isn't writable": () => {
      const folder = createScratch("temporary");
      chmodSync(folder, 0o500);
      return folder;
    },
  }),
  "has a folder of that name that others can write to": (notes) => {
    const folder = createScratch("temporary");
    mkdirSync(join(folder, notes));
    chmodSync(join(folder, notes), 0o777);
    return folder;
  },
  "has a file of that name": (notes) => {
    const folder = createScratch("temporary");
    writeFileSync(join(folder, notes), "");
    return folder;
  },
  ...(isRoot && {
    "has a folder of that name that is another user's": (notes: string) => {
      const folder = createScratch("temporary");
      mkdirSync(join(folder, notes), { mode: 0o700 });
      chownSync(join(folder, notes), NOBODY, NOBODY);
      return folder;
    },
  }),
};
