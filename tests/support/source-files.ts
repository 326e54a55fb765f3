import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project.js";

/** Folders whose content is made by commands. */
const GENERATED = new Set([".git", ".work", "dist", "node_modules", ".next"]);

/** Every file under a folder that people wrote or recorded, by its path from the root of the project, `/` between names. */
export const sourceFiles = (folder = ""): string[] =>
  readdirSync(join(PROJECT_ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !GENERATED.has(name))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return sourceFiles(path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
