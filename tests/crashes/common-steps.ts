/** What happens when a resource is created, up to the request. */
export const created = (kind: string): string[] => [
  `provider receives check ${kind}`,
  `provider answers check ${kind}`,
  "engine writes the state",
  "engine has written the state",
  `provider receives create ${kind}`,
];

/** What happens when a resource that exists is registered. */
export const compared = (kind: string): string[] => [
  `provider receives check ${kind}`,
  `provider answers check ${kind}`,
  `provider receives diff ${kind}`,
  `provider answers diff ${kind}`,
];

export const REQUEST = [
  "provider sends a request",
  "platform receives a request",
  "platform makes a key",
  "platform has made a key",
  "provider is answered a request",
];

export const STATE = ["engine writes the state", "engine has written the state"];

export const START = ["engine starts", "program starts", "program sends registerResource Stack"];
