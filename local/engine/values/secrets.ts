import { type Properties, type Value, Secret, containsSecret, isObject, objectOf } from "./values.js";

const annotate = (output: Value, input: Value | undefined): Value => {
  if (input === undefined) return output;
  if (isObject(output) && isObject(input)) return annotateSecrets(output, input);
  return output instanceof Secret || !containsSecret(input) ? output : new Secret(output);
};

/**
 * Makes secret again what a provider was given as a secret and answers under the same name: it was given bare values.
 * Objects are gone through; a list with a secret in it becomes a secret as a whole.
 */
export const annotateSecrets = (outputs: Properties, inputs: Properties): Properties =>
  objectOf(Object.entries(outputs).map(([key, output]) => [key, annotate(output, inputs[key])] as const));

/** Makes secret the outputs that the program lists as such, and those whose input of the same name is a secret. */
export const withSecretOutputs = (outputs: Properties, inputs: Properties, listed: readonly string[]): Properties =>
  objectOf(
    Object.entries(outputs).map(([key, output]) => {
      const isSecret = listed.includes(key) || inputs[key] instanceof Secret;
      return [key, isSecret ? new Secret(output) : output] as const;
    }),
  );

/** Takes the wrapping of all secrets away, to compare values whatever they are wrapped in. */
export const withoutSecrets = (value: Value): Value => {
  if (value instanceof Secret) return withoutSecrets(value.value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(withoutSecrets);
  if (!isObject(value)) return value;
  return objectOf(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)] as const));
};
