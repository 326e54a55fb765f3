import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { z } from "zod";
import { foreignImports } from "../../support/declarations.js";
import { PROJECT_ROOT } from "../../support/project.js";

/** The published package, which the build installs into node_modules. */
const FOLDER = join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks");
const target = z.union([z.string(), z.record(z.string(), z.json())]);
const manifest = z
  .object({
    types: z.string(),
    typesVersions: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
    exports: z.record(z.string(), target),
    bin: z.record(z.string(), z.string()),
  })
  .loose()
  .parse(JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8")));

/** The files in a value of `exports`, in all its nested conditions. */
const filesOf = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Object.values(Object(value) as Record<string, unknown>).flatMap(filesOf);

const exported = [...new Set(filesOf(manifest.exports))];
const published = readdirSync(FOLDER, { recursive: true, encoding: "utf8" });

test("the published manifest has the fields that users need, and none that only contributors need", () => {
  expect(Object.keys(manifest).sort()).toEqual(
    [
      ...["name", "version", "description", "keywords", "license", "engines", "type"],
      ...["main", "types", "typesVersions", "exports", "bin"],
      ...["dependencies", "peerDependencies", "peerDependenciesMeta"],
    ].sort(),
  );
});

test("every file that the published manifest names exists", () => {
  const named = [...exported, ...Object.values(manifest.bin), ...filesOf(manifest.typesVersions)];
  expect(named.filter((file) => !file.includes("*") && !existsSync(join(FOLDER, file)))).toEqual([]);
});

test("no published file refers to a source map, because none are published", () => {
  const naming = published
    .filter((file) => /\.(js|mjs|ts|mts)$/.test(file))
    .filter((file) => readFileSync(join(FOLDER, file), "utf8").includes("sourceMappingURL"));
  expect(naming).toEqual([]);
});

test("public declarations use types of Node.js and Pulumi, but of no other dependency", () => {
  const declarations = exported.flatMap((file) =>
    /\.d\.m?ts$/.test(file)
      ? [file]
      : /\.m?js$/.test(file)
        ? [file.replace(/js$/, "ts").replace(/\.(m?)ts$/, ".d.$1ts")]
        : [],
  );
  expect(declarations.length).toBeGreaterThan(3);
  const foreign = foreignImports(FOLDER, declarations);
  expect(foreign.filter((line) => !/: (node:\w+|@pulumi\/pulumi|node)$/.test(line))).toEqual([]);
});

test("moduleResolution node finds the same files as exports", () => {
  for (const [pattern, [types = ""]] of Object.entries(manifest.typesVersions["*"] ?? {})) {
    const subpaths = Object.entries(manifest.exports).filter(([subpath]) =>
      new RegExp(`^\\./${pattern.replace("*", "[^/]+").replace(".js", "\\.js")}$`).test(subpath),
    );
    expect(subpaths.length).toBeGreaterThan(0);
    for (const [subpath, files] of subpaths) {
      const wanted = types.replace("*", subpath.replace(/^.*\/|\.js$/g, ""));
      const found = filesOf(files).map((file) => file.replace(/(?<!\.d)\.(m?)[jt]s$/, ".d.$1ts"));
      expect(found).toContain(wanted);
    }
  }
  const resolved = Object.keys(manifest.exports).filter((subpath) => ![".", "./package.json"].includes(subpath));
  const patterns = Object.keys(manifest.typesVersions["*"] ?? {}).map((pattern) => pattern.replace("*.js", ""));
  expect(resolved.filter((subpath) => !patterns.some((pattern) => subpath.startsWith(`./${pattern}`)))).toEqual([]);
});
