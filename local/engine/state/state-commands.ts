import { encodeDeployment, type Snapshot } from "./deployment.js";
import { EngineError } from "../errors.js";
import type { Project } from "../project/project.js";
import { readStackFile } from "../project/stack-config.js";
import { openStateStore } from "./state-store.js";
import { openStoredStack } from "./stored-stack.js";

export interface StackLocation {
  readonly project: Project;
  readonly stack: string;
  readonly stateFolder: string;
}

const storeOf = ({ project, stack, stateFolder }: StackLocation) =>
  openStateStore({ folder: stateFolder, project: project.name, stack });

/** Returns a stack's state in the format of `pulumi stack import`. With a passphrase, its secrets are in plain text. */
export const exportState = async (location: StackLocation, passphrase: string | undefined): Promise<unknown> => {
  const { file, read } = storeOf(location);
  const state = await read();
  if (state === undefined)
    throw new EngineError("ERR_ENGINE_STATE", `The stack ${location.stack} has no state (${file})`);
  if (passphrase === undefined) return state;
  const { crypter, snapshot } = await openStoredStack(
    await readStackFile(location.project, location.stack),
    state,
    passphrase,
  );
  return snapshot === undefined ? state : encodeDeployment(snapshot, crypter, { showSecrets: true });
};

const checkUrns = ({ resources }: Snapshot, { project, stack }: StackLocation): void => {
  const prefix = `urn:pulumi:${stack}::${project.name}::`;
  const foreign = resources.find(({ urn }) => !urn.startsWith(prefix));
  if (foreign === undefined) return;
  throw new EngineError("ERR_ENGINE_STATE", `The state belongs to another stack: it contains ${foreign.urn}`);
};

/**
 * Replaces a stack's state with one from `pulumi stack export`. Drops its pending operations and returns their names.
 */
export const importState = async (
  location: StackLocation,
  state: unknown,
  passphrase: string,
): Promise<readonly string[]> => {
  const store = storeOf(location);
  const stackFile = await readStackFile(location.project, location.stack);
  const isNewStack = stackFile.encryptionSalt === undefined;
  const { crypter, snapshot } = await openStoredStack(stackFile, state, passphrase);
  if (snapshot === undefined) throw new EngineError("ERR_ENGINE_STATE", "There is no state to import");
  checkUrns(snapshot, location);
  const deployment = encodeDeployment({ ...snapshot, pendingOperations: [] }, crypter);
  const release = await store.lock();
  try {
    if (isNewStack) await stackFile.save();
    await store.write(deployment);
  } finally {
    await release();
  }
  return snapshot.pendingOperations.map(({ type, resource }) => `${type} ${resource.urn}`);
};
