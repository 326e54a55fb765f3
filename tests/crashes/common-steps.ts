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

/** A run up to the first resource of a new stack, which is created, up to its request. */
export const createdFirst = (kind: string): string[] => [
  ...START,
  ...STATE,
  ...STATE,
  "program is answered registerResource Stack",
  `program sends registerResource ${kind}`,
  ...STATE,
  "provider starts",
  ...STATE,
  ...created(kind),
];

/** The end of a program, after its last resource. */
export const registeredLast = (kind: string): string[] => [
  `program is answered registerResource ${kind}`,
  "program sends registerResourceOutputs Stack",
  "program is answered registerResourceOutputs Stack",
  "program sends signalAndWaitForShutdown",
  ...STATE,
];

/** The end of a run that has deleted nothing. */
export const END = ["program is answered signalAndWaitForShutdown", ...STATE];

/** The end of a run that deletes what it has replaced. */
export const deletedReplaced = (kind: string): string[] => [
  `provider receives delete ${kind}`,
  `provider answers delete ${kind}`,
  ...STATE,
  ...STATE,
  ...END,
];
