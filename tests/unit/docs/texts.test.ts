import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { codeBlocks, readDocument, troubleshootingPages } from "../../support/documents.js";
import { PROJECT_ROOT } from "../../support/project.js";

const PAGES = troubleshootingPages();
const PREVIEW = "docs/troubleshooting-preview.md";
const FOLDERS = ["provider", "verify", "decrypt", "testing", "cli", "plugin", "local"];

/** The string literals of the sources as they are printed: joined, without inserted values. */
const printed = FOLDERS.flatMap((folder) =>
  readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readDocument(join(folder, name))),
)
  .join("\n")
  .replaceAll(/["'`]\s*\+\s*["'`]/g, "")
  .replaceAll('\\"', '"')
  .replaceAll("\\`", "`")
  .replaceAll(/\\n|\s+/g, " ");

/** The parts of a quotation that aren't in the sources. `…` stands for an inserted value. */
const missingParts = (quotation: string): string[] => {
  const [, code, text = ""] = /^(?:(ERR_[A-Z0-9_]+): )?(.*)$/s.exec(quotation.trim()) ?? [];
  const parts = text.split("…").map((part) =>
    part
      .replaceAll(/\s+/g, " ")
      .replace(/^[.,;:]* /, "")
      .trim(),
  );
  const told = [...(code === undefined ? [] : [code]), ...parts.filter((part) => part.length > 3)];
  return told.filter((part) => !printed.includes(part));
};

const quotations = PAGES.flatMap((page) =>
  codeBlocks(page)
    .filter(({ language }) => language === "text")
    .map(({ line, text }) => ({ page, line, text })),
);

test("every message quoted on the pages exists in the sources", () => {
  expect(quotations.length).toBeGreaterThan(25);
  const wrong = quotations.flatMap(({ page, line, text }) => missingParts(text).map((part) => ({ page, line, part })));
  expect(wrong).toEqual([]);
});

test("every reason for a replacement on the pages exists in the sources", () => {
  const reasons = [...readDocument(PREVIEW).matchAll(/^\| `([^`]+)` +\|/gm)].map(([, reason = ""]) => reason);
  expect(reasons.length).toBeGreaterThan(4);
  expect(reasons.flatMap(missingParts)).toEqual([]);
});

test("a reworded message would be reported", () => {
  expect(missingParts("ERR_LEGACY_DIFF: PULUMI_ENABLE_LEGACY_DIFF is set. … Unset it and run again.")).toEqual([]);
  expect(missingParts("ERR_LEGACY_DIFFS: PULUMI_ENABLE_LEGACY_DIFF is unset. … again.")).toEqual([
    "ERR_LEGACY_DIFFS",
    "PULUMI_ENABLE_LEGACY_DIFF is unset.",
  ]);
});

test("the pages have every error code of requests, answers, programs and notifications", () => {
  const codes = new Set(printed.match(/\bERR_(?:KMS|KEY|NOTIFICATION|CONFIG|LEGACY|TRIGGER|PULUMI)_[A-Z_]*[A-Z]\b/g));
  const pages = PAGES.map(readDocument).join("\n");
  expect([...codes].filter((code) => !pages.includes(code)).sort()).toEqual([]);
});
