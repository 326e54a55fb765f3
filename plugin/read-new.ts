import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { decodeText } from "../cli/decode-text.js";
import { reasonOf } from "../cli/file-error.js";
import { importedKey } from "../cli/import/imported-key.js";
import { type AnsweredKey, readAnswer } from "../cli/import/read-answer.js";
import { DEFAULT_CONNECTION, isPresent, type SettingSources } from "../provider/connection/settings.js";
import { type Notify } from "../provider/resources/notices.js";
import { type Properties } from "../provider/resources/protocol.js";
import { type ReadResource } from "./read-resource.js";
import { type Resource } from "./resource.js";
import { securedOutputs } from "./wire.js";

/** The variable that names the file with the service's answer, from which a key is imported: the API can't read keys. */
export const IMPORT_VARIABLE = "CYBERSOURCE_IMPORT_KEY";

/** The variable that names the connection of what is imported. */
export const CONNECTION_VARIABLE = "CYBERSOURCE_IMPORT_CONNECTION";

export interface ReadNewSources {
  readonly environment: SettingSources["environment"];
  /** Paths in the variable start from it. */
  readonly folder: string;
  readonly now: () => Date;
  readonly notify: Notify;
  readonly hostOf: (connection: string) => string | undefined;
  /** The names of all connections that are configured. */
  readonly connectionNames: () => readonly string[];
}

const refused = (text: string): Error => new Error(`ERR_IMPORT_KEY: ${text.replace(/\.$/, "")}. Nothing was imported.`);

/** Does something with the answer, whose errors quote no secret. */
const orRefuse = <Result>(act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    throw refused(error instanceof Error ? error.message : "unknown error");
  }
};

const readAnswerFile = async ({ environment, folder }: ReadNewSources, type: string): Promise<AnsweredKey> => {
  const path = environment[IMPORT_VARIABLE];
  if (path === undefined || path === "") {
    const now = path === "" ? ", which is empty" : "";
    throw refused(
      `the API can't read a ${type}. Save the service's answer to CREATE or STORE in a file that only you can read, and name ` +
        `the file in the environment variable ${IMPORT_VARIABLE}${now}`,
    );
  }
  const bytes = await readFile(resolve(folder, path)).catch((error: unknown) => {
    throw refused(`the file that ${IMPORT_VARIABLE} names can't be read: ${reasonOf(error)}`);
  });
  return orRefuse(() => readAnswer(decodeText(bytes), `the file that ${IMPORT_VARIABLE} names`));
};

/** The connection that the variable names, or the only one that is configured. Undefined if several can be meant. */
const chosenConnection = ({ environment, connectionNames }: ReadNewSources): string | undefined => {
  const named = environment[CONNECTION_VARIABLE];
  if (isPresent(named)) return named;
  const [only = DEFAULT_CONNECTION, ...others] = connectionNames();
  return others.length === 0 ? only : undefined;
};

/**
 * The connection of an imported key, and its host. The answer doesn't say which connection it came through, and a key with the
 * host of another connection would be replaced, so the host is left out unless only one can be meant.
 */
const placeOfKey = async (
  sources: ReadNewSources,
): Promise<{ readonly connection?: string; readonly host: string | undefined }> => {
  const connection = chosenConnection(sources);
  if (connection !== undefined) {
    const host = sources.hostOf(connection);
    if (host !== undefined || !isPresent(sources.environment[CONNECTION_VARIABLE])) return { connection, host };
    throw refused(`the connection that ${CONNECTION_VARIABLE} names isn't configured, or has no host`);
  }
  await sources.notify(
    "Several connections are configured, and none is named for this key, so its host isn't stored and changes of the host don't " +
      `replace it. To store it, import the key with ${CONNECTION_VARIABLE} set to the name of its connection.`,
  );
  return { host: undefined };
};

/** Imports a key from the service's answer. Its id in `pulumi import` is the organization. */
const readKey = async ({ table }: Resource, id: string, sources: ReadNewSources): Promise<ReadResource> => {
  const answered = await readAnswerFile(sources, table.name);
  if (answered.kind.table.name !== table.name) {
    throw refused(`the answer is that of a ${answered.kind.table.name}, but a ${table.name} is imported`);
  }
  if (answered.organizationId !== id) {
    throw refused(
      "the key belongs to another organization than the id in `pulumi import`, which must be its organization",
    );
  }
  const place = await placeOfKey(sources);
  const imported = orRefuse(() => importedKey(answered, { ...place, now: sources.now() }));
  // Pulumi prints inputs, also secret ones, in the code that it generates.
  const inputs = Object.fromEntries(Object.entries(imported.inputs).filter(([name]) => name !== "clientSecret"));
  // The answer doesn't tell what was requested, and a guess would replace the key.
  const outputs = Object.fromEntries(Object.entries(imported.outputs).filter(([name]) => name !== "expiryDuration"));
  return { id: imported.id, outputs: securedOutputs(table, outputs, {}), inputs };
};

/** Reads a resource that isn't in the state, for `pulumi import`. */
export const createReadNew =
  (sources: ReadNewSources) =>
  async (resource: Resource, id: string): Promise<ReadResource | undefined> => {
    const { table, handlers } = resource;
    if ("key" in table.outputs) return readKey(resource, id, sources);
    if ("certificate" in table.outputs) {
      throw refused(
        `the API can't read a ${table.name}. Declare it with its certificate instead: \`pulumi up\` stores the certificate ` +
          "again, under another keyId",
      );
    }
    if (!("webhookId" in table.outputs)) {
      throw refused(`a ${table.name} is made only of what the program passes, so there is nothing to import`);
    }
    const connection = chosenConnection(sources) ?? DEFAULT_CONNECTION;
    const found = await handlers.read(id, connection === DEFAULT_CONNECTION ? {} : { connection });
    if (found.id === undefined) return undefined;
    const inputs = found.inputs as Properties;
    return { id: found.id, outputs: securedOutputs(table, found.props as Properties, inputs), inputs };
  };
