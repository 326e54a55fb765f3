/** Replaces control characters: names come from states, and must not send commands to the terminal. */
export const printable = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");

/** A value of a state as text; anything else, such as a secret, isn't shown. */
export const shown = (value: unknown): string => (typeof value === "string" ? printable(value) : "[secret]");

/** The parts of a URN. */
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
