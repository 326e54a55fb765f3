import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readDocument, roomPages } from "../../support/documents.js";
import { PROJECT_ROOT } from "../../support/project.js";
import { sourceFiles } from "../../support/source-files.js";

/** Texts of the past, recorded ones, those that tools write, and this one. */
const NOT_LOOKED_AT =
  /^(CHANGELOG\.md|tests\/(states|vectors)\/.*|tests\/unit\/docs\/paths\.test\.ts)$|(^|\/)package-lock\.json$|\.svg$/;
const FILES = sourceFiles().filter((file) => !NOT_LOOKED_AT.test(file));
const TOP_FOLDERS = [...new Set(FILES.flatMap((file) => /^([^/]+)\//.exec(file)?.[1] ?? [])), "dist"];

/** Names that are relative to another package or repository. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  "examples/delivery/package.json": ["dist/test/*.test.js"],
  "tests/pipelines/pipeline.ts": [".github/workflows/webhook-keys.yml"],
};

/** Paths from the root of the project: those that an import or a URL ends with are for the compiler and for the web. */
const PATH = new RegExp(
  `(?<![\\w./@-])(?:${TOP_FOLDERS.map((name) => name.replace(".", "\\.")).join("|")})/[\\w.@{},*/-]*[\\w}*/]`,
  "g",
);
/** Two words with a slash between them may be anything: only an ending, a pattern or a third word makes it a path. */
const IS_PLAINLY_A_PATH = /\.\w+$|[*{]|\/$|\/[^/]+\//;

/** What a path of compiled code is compiled from. */
const compiledFrom = (path: string): string => path.replace(/^dist\//, "").replace(/(?:\.d)?\.m?[jt]s$/, ".ts");

/** `NAME` stands for any name. What jest is given under dist/ is the beginning of a path. */
const asPattern = (path: string): string =>
  path.replaceAll(/(?<![A-Z])NAME(?![A-Z])/g, "*").replace(/^(dist\/tests\/.*\w)$/, "$1*");

const exists = (path: string): boolean => {
  const pattern = asPattern(path);
  return /[*{]/.test(pattern)
    ? globSync(pattern, { cwd: PROJECT_ROOT }).length > 0
    : existsSync(join(PROJECT_ROOT, pattern));
};

/** Each alternative of `a/{b,c}.ts`: a glob finds something as soon as one of them is there. */
const alternatives = (path: string): string[] => {
  const [, before = "", list, after = ""] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(path) ?? [];
  if (list === undefined) return [path];
  return list.split(",").flatMap((each) => alternatives(before + each + after));
};

const missingOf = (file: string, text: string): string[] =>
  (text.match(PATH) ?? [])
    .filter((path) => IS_PLAINLY_A_PATH.test(path) && !path.includes("node_modules"))
    .filter((path) => !(ELSEWHERE[file] ?? []).includes(path))
    .flatMap(alternatives)
    .filter((path) => !exists(path) && !exists(compiledFrom(path)));

test("every path that a file of the repository names exists", () => {
  const missing = FILES.flatMap((file) => missingOf(file, readDocument(file)).map((path) => `${file}: ${path}`));
  expect(missing).toEqual([]);
});

test("reports a path that does not exist, in a page, a comment or a pattern", () => {
  const gone = "provider/gone/a.ts, provider/gone/, `tests/unit/{auth,gone}/*.test.ts`, dist/provider/gone.js";
  expect(missingOf("docs/design.md", gone)).toEqual([
    "provider/gone/a.ts",
    "provider/gone/",
    "tests/unit/gone/*.test.ts",
    "dist/provider/gone.js",
  ]);
  const fine =
    "provider/auth/jwt.js, tests/unit/{auth,api}/*.test.ts, ../provider/gone.js, https://a.example/docs/a.md";
  expect(missingOf("docs/design.md", fine)).toEqual([]);
});

test.each(["CONTRIBUTING.md", "docs/design.md", ...roomPages()])(
  "%s names only files and folders that exist",
  (page) => {
    const named = [...readDocument(page).matchAll(/`([\w./-]+(?:\.(?:ts|mts|mjs|md)|\/))`/g)].map(
      ([, name = ""]) => name,
    );
    const paths = sourceFiles().map((file) => `/${file}`);
    const isThere = (name: string): boolean =>
      paths.some((path) => (name.endsWith("/") ? path.includes(`/${name}`) : path.endsWith(`/${name}`)));
    const places = [...named].filter((name) => !/^(\.work|dist)\/|NAME/.test(name));
    expect(places.filter((name) => !isThere(name))).toEqual([]);
  },
);

test("every script that is named after `npm run` is in a package.json of the file's folder or above", () => {
  const scriptsAbove = (folder: string): string[] => {
    const manifest = join(PROJECT_ROOT, folder, "package.json");
    const scripts = existsSync(manifest)
      ? (JSON.parse(readFileSync(manifest, "utf8")) as { scripts?: Readonly<Record<string, string>> }).scripts
      : undefined;
    return [...Object.keys(scripts ?? {}), ...(folder === "." ? [] : scriptsAbove(dirname(folder)))];
  };
  const unknown = FILES.flatMap((file) => {
    const named = readDocument(file).matchAll(/\bnpm run (?:--silent )?([a-z][\w-]*(?::[a-z][\w-]*)?)/g);
    const known = new Set(scriptsAbove(dirname(file)));
    return [...named].flatMap(([, script = ""]) => (known.has(script) ? [] : [`${file}: ${script}`]));
  });
  expect(unknown).toEqual([]);
});

describe("the import rules of oxlint.config.mts", () => {
  const configuration = readDocument("oxlint.config.mts");

  test("name folders that exist", () => {
    const named = [...configuration.matchAll(/upward\(([^)]*)\)/g)].flatMap(([, list = ""]) =>
      [...list.matchAll(/"([^"]+)"/g)].map(([, folder = ""]) => folder),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((folder) => !existsSync(join(PROJECT_ROOT, "provider", folder)) && folder !== "cli")).toEqual(
      [],
    );
  });

  test("cover every folder of provider/ except program/, which no rule restricts", () => {
    const folders = FILES.flatMap((file) => /^provider\/([^/]+)\//.exec(file)?.[1] ?? []);
    const held = [...configuration.matchAll(/onlyIn\(\s*\["provider\/(\w+)\/\*\*/g)].map(([, folder]) => folder);
    expect([...new Set(folders)].filter((folder) => !held.includes(folder)).sort()).toEqual(["program"]);
  });
});

test("every file of provider/ is in one group of the mutation tests, and every pattern of a group finds files", async () => {
  const { GROUPS } = (await import(join(PROJECT_ROOT, "tests/mutation/groups.mjs"))) as {
    GROUPS: Readonly<Record<string, { readonly mutate: readonly string[]; readonly tests: readonly string[] }>>;
  };
  const found = (pattern: string): string[] => globSync(pattern, { cwd: PROJECT_ROOT });
  const groups = Object.values(GROUPS);
  const mutated = groups.flatMap(({ mutate }) => mutate.map((pattern) => `provider/${pattern}`));
  const tests = groups.flatMap((group) => group.tests.map((pattern) => `dist/tests/${pattern}`));
  const empty = [...mutated, ...tests].flatMap(alternatives).filter((pattern) => found(pattern).length === 0);
  expect(empty).toEqual([]);
  const files = FILES.filter((file) => /^provider\/.*\.ts$/.test(file));
  expect(mutated.flatMap(found).sort()).toEqual(files);
});
