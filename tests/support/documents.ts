import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project.js";
import { sourceFiles } from "./source-files.js";

/** The text of a page, by its path in the project. */
export const readDocument = (page: string): string => readFileSync(join(PROJECT_ROOT, page), "utf8");

const markdownIn = (folder: string, recursive = false): string[] =>
  readdirSync(join(PROJECT_ROOT, folder), { recursive, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
    .map((name) => join(folder, name))
    .sort();

/** The pages for users and contributors. */
export const documentPages = (): string[] => [...markdownIn("."), ...markdownIn("docs")];

/** The pages that list errors with their codes: an index, and one for each group. */
export const errorPages = (): string[] => markdownIn("docs").filter((page) => /^docs\/errors(?:-\w+)?\.md$/.test(page));

/** The pages that quote messages: an index, and one for each phase. */
export const troubleshootingPages = (): string[] =>
  markdownIn("docs").filter((page) => page.startsWith("docs/troubleshooting"));

/** The pages next to programs: those of examples and benchmarks. */
export const examplePages = (): string[] => [...markdownIn("examples", true), ...markdownIn("benchmarks", true)];

/** Folders with a README for those who change what is in them. */
export const ROOMS = ["provider", "local/engine", "local/platform", "tests", "benchmarks"] as const;

export const roomPages = (): string[] => ROOMS.map((folder) => `${folder}/README.md`);

/** Every page of the repository. */
export const allPages = (): string[] => sourceFiles().filter((path) => path.endsWith(".md"));

/** A fenced block of a page. */
export interface CodeBlock {
  readonly language: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  readonly text: string;
}

/** The fenced blocks of a page, in order. */
export const codeBlocks = (page: string): CodeBlock[] => {
  const document = readDocument(page);
  return [...document.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language = "", 2: text = "", index }) => ({
    language,
    line: document.slice(0, index).split("\n").length,
    text,
  }));
};

/** A command line of a page, with continued lines joined. */
export interface DocumentedCommand {
  readonly page: string;
  readonly line: number;
  readonly text: string;
}

const linesOf = ({ language, text }: CodeBlock): readonly (string | undefined)[] => {
  const lines = text.split("\n");
  if (language === "sh") return lines;
  if (language === "console") return lines.map((line) => (line.startsWith("$ ") ? line.slice(2) : undefined));
  return [];
};

/** The command lines in the `sh` and `console` blocks of a page, without comments. */
export const documentedCommands = (page: string): DocumentedCommand[] =>
  codeBlocks(page).flatMap((block) => {
    const commands: { page: string; line: number; text: string }[] = [];
    let isContinued = false;
    for (const [index, line] of linesOf(block).entries()) {
      const text = line?.replace(/(^|\s)#\s.*$/, "").trim() ?? "";
      if (text === "") continue;
      const last = commands.at(-1);
      const part = text.endsWith("\\") ? text.slice(0, -1).trimEnd() : text;
      if (isContinued && last !== undefined) last.text += ` ${part}`;
      else commands.push({ page, line: block.line + 1 + index, text: part });
      isContinued = /(\\|\||&&)$/.test(text);
    }
    return commands;
  });
