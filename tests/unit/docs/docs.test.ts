import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { RESOURCE_TABLES } from "../../../provider/resources/all-tables.js";
import { type ProviderModule, providerText } from "../../../provider/seam/provider-text.js";
import { allPages, errorPages } from "../../support/documents.js";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

const read = (...path: string[]): string => readFileSync(join(PROJECT_ROOT, ...path), "utf8");

describe("docs/resources.md", () => {
  const generate = (cwd: string, ...flags: string[]): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [join(PROJECT_ROOT, "scripts/generate-docs.mjs"), ...flags], { cwd, encoding: "utf8" });

  test("matches the tables that check and diff use", () => {
    expect(generate(PROJECT_ROOT, "--check")).toMatchObject({ status: 0, stderr: "" });
  });

  test("is rejected by --check if it differs, and written again by another run", () => {
    const page = "docs/resources.md";
    const folder = createScratch("docs");
    for (const name of ["docs", "plugin"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "plugin/schema.json"), read("plugin/schema.json"));
    writeFileSync(join(folder, page), read(page).replace("| 365 ", "| 366 "));
    expect(generate(folder, "--check")).toEqual(
      expect.objectContaining({
        status: 1,
        stderr: `${page} differs from the tables of provider/resources: npm run docs\n`,
      }),
    );
    expect(generate(folder).status).toBe(0);
    expect(readFileSync(join(folder, page), "utf8")).toBe(read(page));
  });
});

test("the figures in docs/scale.md, benchmarks/RESULTS.md and benchmarks/results/ match benchmarks/summary.jsonl", () => {
  const bench = join(PROJECT_ROOT, "benchmarks/resources/main.mjs");
  expect(spawnSync(process.execPath, [bench, "--check"], { encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
});

const codesIn = (text: string): string[] => text.match(/\bERR_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [];

test.each([
  ["docs/errors*.md", errorPages(), ["provider", "plugin", "local"]],
  ["docs/verify.md", ["docs/verify.md"], ["verify"]],
  ["docs/encryption.md", ["docs/encryption.md"], ["decrypt"]],
])("%s lists every error code in the sources, and no others", (_, pagesOfCodes, folders) => {
  const sources = folders.flatMap((folder) =>
    readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => read(folder, name)),
  );
  const known = new Set(sources.flatMap(codesIn));
  expect(known.size).toBeGreaterThan(0);
  expect([...new Set(pagesOfCodes.flatMap((page) => codesIn(read(page))))].sort()).toEqual([...known].sort());
});

test("docs/errors.md lists every code of the pages that it links to", () => {
  const index = "docs/errors.md";
  const groups = errorPages().filter((page) => page !== index);
  const inBrackets = new Set(["ERR_HTTP_CONTENT_LENGTH_MISMATCH", "ERR_TLS_CERT_ALTNAME_INVALID"]);
  const rows = groups.flatMap((page) => read(page).match(/^\| `ERR_\w+/gm) ?? []).map((row) => row.slice(3));
  expect(rows.length).toBeGreaterThan(50);
  const listed = new Set(codesIn(read(index)));
  expect(rows.filter((code) => !inBrackets.has(code) && !listed.has(code))).toEqual([]);
});

test.each(allPages())("every relative link on %s leads to a file", (page) => {
  const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target);
  const missing = targets.filter((target) => !existsSync(join(PROJECT_ROOT, dirname(page), target)));
  expect(missing).toEqual([]);
});

test.each(Object.keys(RESOURCE_TABLES) as ProviderModule[])(
  "the provider text of %s has the size given in docs/design.md, below 512 bytes",
  (kind) => {
    const [, told] = new RegExp(`\\| \`${kind}\` +\\| (\\d+) +\\|`).exec(read("docs/design.md")) ?? [];
    const bytes = Buffer.byteLength(providerText(kind));
    expect(bytes).toBe(Number(told));
    expect(bytes).toBeLessThan(512);
  },
);
