/** Searches the text of a configuration file, YAML or JSON, for values. Nothing here needs to parse the whole file. */

const escape = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, "\\$&");

/** A name as it's written in a file. Pulumi accepts a key also in its long form, `namespace:config:name`. */
const patternOf = (name: string): string => `["']?${escape(name).replace(":", ":(?:config:)?")}["']?[ \\t]*:[ \\t]*`;

/** How a value can be written in YAML and JSON. */
const formsOf = (value: string): string[] => [
  ...new Set([value, JSON.stringify(value).slice(1, -1), value.replaceAll("'", "''")]),
];

/**
 * Values of at least this length are also searched for with all white space removed, because YAML can fold them over
 * several lines. For a shorter one, the beginning of another value could match.
 */
const MIN_FOLDED_LENGTH = 16;

/** What stands before a name. */
const BEFORE = "(?<=^|[\\s{,])";

/**
 * The positions in the text at which a value with this name begins. The pattern contains only the name, never the value: an
 * error about a pattern would quote it.
 */
const valuesOf = (text: string, name: string, before: string): number[] => {
  const pattern = new RegExp(`${before}${patternOf(name)}(?:[|>][-+\\d]*)?["']?`, "gm");
  return [...text.matchAll(pattern)].map(({ index, 0: match }) => index + match.length);
};

/** Whether a value in the text ends at this position. */
const endsAt = (text: string, index: number): boolean => {
  const end = /["']?(?:[ \t]*(?:[,}\r\n]|$)|[ \t]+#)/y;
  end.lastIndex = index;
  return end.test(text);
};

const hasValue = (text: string, name: string, value: string): boolean => {
  const forms = formsOf(value);
  const onOneLine = valuesOf(text, name, BEFORE).some((start) =>
    forms.some((form) => text.startsWith(form, start) && endsAt(text, start + form.length)),
  );
  if (onOneLine || value.length < MIN_FOLDED_LENGTH) return onOneLine;
  const joined = text.replaceAll(/\s/g, "");
  const joinedForms = formsOf(value.replaceAll(/\s/g, ""));
  return valuesOf(joined, name, "").some((start) => joinedForms.some((form) => joined.startsWith(form, start)));
};

/** A text in quotes, a bracket, or anything else. An apostrophe within a word begins no text in quotes. */
const FLOW_PART = /(?<=[\s,:[{])(?:"(?:\\.|[^"\\])*"|'[^']*')|[^"'{}[\]]+|[^]/g;

/** From an opening bracket to its closing one. */
const bracketsFrom = (text: string): string => {
  let depth = 0;
  for (const { index, 0: part } of text.matchAll(FLOW_PART)) {
    if (part === "{" || part === "[") depth += 1;
    if (part === "}" || part === "]") depth -= 1;
    if (depth === 0) return text.slice(0, index + 1);
  }
  return text;
};

/** What stands below each occurrence of a name: in brackets, or on its line and on the further indented ones after it. */
const blocksOf = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`${BEFORE}${patternOf(name)}`, "gm"))].map(({ index, 0: match }) => {
    const rest = text.slice(index + match.length);
    const flow = /^\s*(?=[{[])/.exec(rest);
    if (flow !== null) return bracketsFrom(rest.slice(flow[0].length));
    const column = index - (text.lastIndexOf("\n", index - 1) + 1);
    const further = `\\n(?:[ \\t\\r]*(?=\\n|$)| {${column}}[- ][^\\n]*)`;
    return new RegExp(`^[^\\n]*(?:${further})*`).exec(rest)?.[0] ?? "";
  });

/**
 * Whether the file contains this value in plain text at the place to which the names lead. Other names may stand between
 * them. If the value is encrypted, the file contains only its ciphertext.
 */
export const isInPlainText = (file: string, names: readonly string[], value: string): boolean => {
  const blocks = names.slice(0, -1).reduce((texts, name) => texts.flatMap((text) => blocksOf(text, name)), [file]);
  return blocks.some((block) => hasValue(block, names.at(-1) ?? "", value));
};
