import { version } from "@pulumi/pulumi/version.js";
import { type Snapshot, encodeDeployment, encodeStored } from "./deployment.js";
import type { Project } from "../project/project.js";
import { type StackConfig, readStackFile } from "../project/stack-config.js";
import { openStateStore } from "./state-store.js";
import { type StateWriter, createStateWriter } from "./state-writer.js";
import { openStoredStack } from "./stored-stack.js";
import { rejectUnsupportedState } from "./supported-state.js";

export interface OpenStackOptions {
  readonly project: Project;
  readonly stack: string;
  readonly stateFolder: string;
  readonly passphrase: string;
}

/** A stack with its configuration and its last state. */
export interface Stack {
  readonly config: StackConfig;
  readonly snapshot: Snapshot;
  readonly writer: StateWriter;
}

const EMPTY: Snapshot = { manifest: { time: "", version: "" }, resources: [], pendingOperations: [] };

/** Opens a stack. The stack file is only read: the salt of a new stack is stored in its state. */
export const openStack = async ({ project, stack, stateFolder, passphrase }: OpenStackOptions): Promise<Stack> => {
  const store = openStateStore({ folder: stateFolder, project: project.name, stack });
  const stackFile = await readStackFile(project, stack);
  const { crypter, snapshot = EMPTY } = await openStoredStack(stackFile, await store.read(), passphrase);
  rejectUnsupportedState(snapshot);
  return {
    config: stackFile.config(crypter),
    snapshot,
    writer: createStateWriter(store, {
      snapshot: (next) => {
        const manifest = { time: new Date().toISOString(), version: `v${version}` };
        return encodeDeployment({ ...next, manifest }, crypter);
      },
      resource: (resource) => encodeStored(resource, crypter),
    }),
  };
};
