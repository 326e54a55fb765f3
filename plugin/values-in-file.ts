import { isRecord, readJson } from "../provider/json-text.js";
import { type Leaf, leavesOf } from "../provider/program/leaves.js";

/** A value of a file, and whether it's a part of something that is written as one text or in brackets. */
export interface FileValue extends Leaf {
  readonly isPart: boolean;
}

/** The lines of the section `config`, without comments. */
const configLines = (file: string): string[] => {
  const lines = file.split(/\r?\n/).filter((line) => !/^\s*(?:#.*)?$/.test(line));
  const start = lines.findIndex((line) => /^["']?config["']?:\s*$/.test(line));
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^\S/.test(line));
  return end === -1 ? rest : rest.slice(0, end);
};

/** A name in quotes, or up to the first colon that ends it, and what follows. */
const NAMED = /^(?:"((?:\\.|[^"\\])*)"|'((?:''|[^'])*)'|([^\s"'#{[-][^#]*?)):(?:\s(.*))?$/;

/** A text without its quotes, or without a comment behind it. */
const scalarOf = (written: string): string => {
  const [, double, single] = /^(?:("(?:\\.|[^"\\])*")|'((?:''|[^'])*)')/.exec(written) ?? [];
  const parsed = double === undefined ? undefined : readJson(double);
  if (typeof parsed === "string") return parsed;
  if (single !== undefined) return single.replaceAll("''", "'");
  const comment = written.search(/\s#/);
  return (comment === -1 ? written : written.slice(0, comment)).trim();
};

const FLOW_MEMBER =
  /["']?(?<![\w.-])([\w.-]+)["']?\s*:\s*(?:"((?:\\.|[^"\\])*)"|'((?:''|[^'])*)'|([^\s,{}[\]"'][^,{}[\]]*))/g;

/** The values of an object in brackets, each with its own name only. */
const flowValues = (text: string): Leaf[] => {
  const parsed = readJson(text);
  if (typeof parsed === "object" && parsed !== null) return leavesOf(parsed);
  return [...text.matchAll(FLOW_MEMBER)].map(([, name = "", double, single, plain]) => ({
    names: [name],
    text: double ?? single?.replaceAll("''", "'") ?? (plain ?? "").trim(),
  }));
};

const valuesAt = (names: readonly string[], written: string): FileValue[] => {
  const text = scalarOf(written);
  if (!/^[{[]/.test(text)) return [{ names, text, isPart: false }];
  return flowValues(text).map((leaf) => ({ names: [...names, ...leaf.names], text: leaf.text, isPart: true }));
};

/** The values of a YAML file, line by line: one that is folded over several lines isn't found. */
const yamlValues = (file: string): FileValue[] => {
  const above: { readonly indent: number; readonly name: string; items: number }[] = [];
  return configLines(file).flatMap((line) => {
    let indent = line.search(/\S/);
    let rest = line.slice(indent);
    while ((above.at(-1)?.indent ?? -1) > indent - (rest.startsWith("- ") ? 0 : 1)) above.pop();
    if (rest.startsWith("- ")) {
      const list = above.at(-1);
      if (list !== undefined) above.push({ indent, name: String(list.items++), items: 0 });
      indent += rest.length - rest.slice(1).trimStart().length;
      rest = rest.slice(1).trimStart();
    }
    const [matched, double, single, plain, value] = NAMED.exec(rest) ?? [];
    const names = above.map(({ name }) => name);
    if (matched === undefined) return valuesAt(names, rest);
    const name = double ?? single ?? plain ?? "";
    const written = (value ?? "").trim();
    if (!/^(?:$|[#|>])/.test(written)) return valuesAt([...names, name], written);
    above.push({ indent, name, items: 0 });
    return [];
  });
};

/** All values that the section `config` of a project's or a stack's file has in plain text. */
export const valuesInFile = (file: string): FileValue[] => {
  if (!file.trimStart().startsWith("{")) return yamlValues(file);
  const parsed = readJson(file);
  return leavesOf(isRecord(parsed) ? parsed.config : undefined).flatMap(({ names, text }) =>
    /^[{[]/.test(text) ? valuesAt(names, text) : [{ names, text, isPart: false }],
  );
};
