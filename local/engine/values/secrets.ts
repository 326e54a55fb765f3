import { type Properties, type Value, Secret, containsSecret, isObject, objectOf } from "./values.js";

const annotate = (output: Value, input: Value | undefined): Value => {
  if (input === undefined) return output;
  if (isObject(output) && isObject(input)) return annotateSecrets(output, input);
  return output instanceof Secret || !containsSecret(input) ? output : new Secret(output);
};

/**
 * Marks an output as secret if the input of the same name is: the provider gets and returns plain values. Works on the
 * properties of objects one by one; a list that contains a secret becomes secret as a whole.
 */
export const annotateSecrets = (outputs: Properties, inputs: Properties): Properties =>
  objectOf(Object.entries(outputs).map(([key, output]) => [key, annotate(output, inputs[key])] as const));

/** Marks outputs as secret that are in `listed` or whose input of the same name is secret. */
export const withSecretOutputs = (outputs: Properties, inputs: Properties, listed: readonly string[]): Properties =>
  objectOf(
    Object.entries(outputs).map(([key, output]) => {
      const isSecret = listed.includes(key) || inputs[key] instanceof Secret;
      return [key, isSecret ? new Secret(output) : output] as const;
    }),
  );

/** Unwraps all secrets, to compare only the values. */
export const withoutSecrets = (value: Value): Value => {
  if (value instanceof Secret) return withoutSecrets(value.value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(withoutSecrets);
  if (!isObject(value)) return value;
  return objectOf(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)] as const));
};
