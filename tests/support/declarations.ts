import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const SPECIFIER = /(?:\bfrom |\bimport\(|\bimport |<reference types=)"([^"]+)"/g;

/** The imports of packages in all declarations that are reachable from the entries, as `file: specifier`. */
export const foreignImports = (folder: string, entries: readonly string[]): string[] => {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, specifier = ""] of readFileSync(join(folder, file), "utf8").matchAll(SPECIFIER)) {
      if (specifier.startsWith(".")) {
        visit(
          relative(
            folder,
            join(folder, dirname(file), specifier.replace(/\.js$/, ".d.ts").replace(/\.mjs$/, ".d.mts")),
          ),
        );
      } else {
        found.push(`${file}: ${specifier}`);
      }
    }
  };
  for (const entry of entries) visit(entry);
  return found;
};
