/** Names come from states: nothing in them may steer a terminal. */
export const printable = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");

/** What a URN tells of a resource. */
export interface Identity {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  readonly urn: string;
}

export const identityOf = (urn: string): Identity => {
  const [stack = "", project = "", , ...name] = urn.replace(/^urn:pulumi:/, "").split("::");
  return {
    project: printable(project),
    stack: printable(stack),
    name: printable(name.join("::")),
    urn: printable(urn),
  };
};
