/** A word that may be repeated: no secret looks like the name of a command. */
const COMMAND_FORM = /^[a-z][a-z-]{0,29}$/i;
const OPTION_FORM = /^--[a-z][a-z-]{0,19}$/;
const SUGGESTION = "(Did you mean ";

/**
 * The message of the parser about what it does not know. A word that reads like a name is repeated; anything else may be
 * a secret in the wrong place, and is not: an option only where one like it is suggested, and never one of secrets.
 */
export const withoutSecrets = (message: string): string =>
  message
    .replace(/unknown command '(.*)'/s, (_all, word: string) =>
      COMMAND_FORM.test(word) ? `unknown command '${word}'` : "unknown command",
    )
    .replace(/unknown option '(.*)'/s, (_all, word: string) => {
      const [name = ""] = word.split("=", 1);
      const isName = OPTION_FORM.test(name) && !name.includes("secret") && message.includes(SUGGESTION);
      return isName ? `unknown option '${name}'` : "unknown option";
    })
    .replace(/(too many arguments .* but got \d+): .*/s, "$1.\n");
