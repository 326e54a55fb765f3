import stringWidth from "string-width";

/** The columns of a terminal that a text takes: two for a wide character such as 東, none for a combining one. */
export const widthOf = (text: string): number => stringWidth(text);

export const padEnd = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));
export const padStart = (text: string, width: number): string => " ".repeat(Math.max(0, width - widthOf(text))) + text;

/** Cuts a text to so many columns, between characters as people see them. */
export const shorten = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
};
