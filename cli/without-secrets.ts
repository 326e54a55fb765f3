/** Words that may be quoted, because secrets don't look like names of commands. */
const COMMAND_FORM = /^[a-z][a-z-]{0,29}$/i;
const OPTION_FORM = /^--[a-z][a-z-]{0,19}$/;
const SUGGESTION = "(Did you mean ";

/**
 * Removes possible secrets from the parser's message about an unknown argument: the user may have typed a secret in the wrong
 * place. Keeps words that look like a command, and options that are similar to a known one, unless they contain "secret".
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
