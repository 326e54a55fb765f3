/** Replaces the text between the markers of a command: `<!-- npm run docs: begin -->` and `<!-- npm run docs: end -->`. */
export const putBetween = (text, command, inserted) => {
  const [begin, end] = ["begin", "end"].map((which) => `<!-- ${command}: ${which} -->`);
  const [before, rest = ""] = text.split(begin);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`The page lacks ${begin} and ${end}`);
  return `${before}${begin}\n\n${inserted}\n\n${end}${after}`;
};
