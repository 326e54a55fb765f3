import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { SETTINGS } from "../../../provider/connection/settings.js";
import { faultSchema } from "../../../local/platform/fault.js";
import { allPages, documentPages, readDocument, ROOMS } from "../../support/documents.js";
import { PROJECT_ROOT } from "../../support/project.js";

/** The anchor of a heading on the web page: lower case, with hyphens for spaces and without punctuation. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");

const anchorsOf = (page: string): string[] =>
  [...readDocument(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));

const anchorLinks = (page: string): { readonly target: string; readonly anchor: string }[] =>
  [...readDocument(page).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)].map(([, file = "", anchor = ""]) => ({
    target: file === "" ? page : join(dirname(page), file),
    anchor,
  }));

const linkedFiles = (page: string): string[] =>
  [...readDocument(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, file = ""]) =>
    join(dirname(page), file),
  );

test("every link on a page leads to a file, not to a folder, which has no web page", () => {
  const targets = documentPages().flatMap(linkedFiles);
  expect(targets.length).toBeGreaterThan(50);
  expect(targets.filter((target) => !statSync(join(PROJECT_ROOT, target)).isFile())).toEqual([]);
});

test("every link to a heading leads to an existing heading", () => {
  const links = allPages().flatMap((page) => anchorLinks(page).map((link) => ({ page, ...link })));
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter(({ target, anchor }) => !anchorsOf(target).includes(anchor))).toEqual([]);
});

test("computes the same anchors as the web page", () => {
  expect(anchorOf("`up` makes no key")).toBe("up-makes-no-key");
  expect(anchorOf("Message-level encryption (MLE)")).toBe("message-level-encryption-mle");
});

test("README.md links to the index of docs/, and the index to every page", () => {
  const index = "docs/README.md";
  expect(readDocument("README.md")).toContain(`](${index})`);
  // docs/_index.md replaces README.md in the Pulumi Registry.
  const pages = documentPages().filter((page) => page.startsWith("docs/") && ![index, "docs/_index.md"].includes(page));
  expect(pages.length).toBeGreaterThan(30);
  const linked = new Set(linkedFiles(index));
  expect(pages.filter((page) => !linked.has(page))).toEqual([]);
});

test("no page is longer than 150 lines, except generated pages", () => {
  const pages = documentPages().filter((page) => page.startsWith("docs/") || page === "README.md");
  const isWritten = (page: string): boolean => readDocument(page).includes("<!-- Written by `npm run ");
  const linesOf = (page: string): number => readDocument(page).trimEnd().split("\n").length;
  expect(pages.filter(isWritten)).toEqual(["docs/compatibility.md", "docs/resources.md"]);
  const long = pages.filter((page) => !isWritten(page) && linesOf(page) > 150);
  expect(long).toEqual([]);
});

describe("pages for contributors", () => {
  const lengthOf = (page: string): number => readDocument(page).trimEnd().split("\n").length;

  test.each(ROOMS)("%s/README.md has at most 40 lines, and CONTRIBUTING.md links to it", (folder) => {
    expect(lengthOf(`${folder}/README.md`)).toBeLessThanOrEqual(40);
    expect(readDocument("CONTRIBUTING.md")).toContain(`](${folder}/README.md)`);
  });

  test("CONTRIBUTING.md has at most 150 lines", () => {
    expect(lengthOf("CONTRIBUTING.md")).toBeLessThanOrEqual(150);
  });
});

test("docs/local.md lists every kind of fault of the local platform", () => {
  const kinds = faultSchema.options.map(({ shape }) => [...shape.kind.values].join());
  const [, table = ""] = readDocument("docs/local.md").split(/^\| `kind` +\|/m);
  const rows = [...(table.split("\n\n")[0] ?? "").matchAll(/^\| `(\w+)` +\|/gm)].map(([, kind]) => kind);
  expect(rows.sort()).toEqual(kinds.sort());
});

describe.each(["docs/_index.md", "docs/installation-configuration.md"])("the Pulumi Registry's page %s", (page) => {
  const [, frontMatter = ""] = /^---\n(.*?)\n---\n/s.exec(readDocument(page)) ?? [];

  test("starts with a title, a description of at most 160 characters, and a layout", () => {
    expect(frontMatter).toMatch(/^title: Cybersource Webhooks/m);
    expect(frontMatter).toMatch(/^meta_desc: .{40,160}$/m);
    expect(frontMatter).toMatch(/^layout: package$/m);
  });
});

test.each(Object.entries(SETTINGS))("the Registry's configuration page lists the setting %s", (name, { variable }) => {
  const row = new RegExp(`^\\| \`${name}\` +\\| \`CYBERSOURCE_${variable}\` +\\|`, "m");
  expect(readDocument("docs/installation-configuration.md")).toMatch(row);
});
