import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { decodeText } from "../cli/decode-text.js";
import { reasonOf } from "../cli/file-error.js";
import { importedKey } from "../cli/import/imported-key.js";
import { type AnsweredKey, readAnswer } from "../cli/import/read-answer.js";
import { DEFAULT_CONNECTION } from "../provider/connection/settings.js";
import { type Notify } from "../provider/resources/notices.js";
import { type Properties } from "../provider/resources/protocol.js";
import {
  chooseImportConnection,
  CONNECTION_VARIABLE,
  type ImportConnectionSources,
  unknownConnection,
} from "./import-connection.js";
import { type ReadResource } from "./read-resource.js";
import { type Resource } from "./resource.js";
import { securedOutputs } from "./wire.js";

/** The variable that names the file with the service's answer, from which a key is imported: the API can't read keys. */
export const IMPORT_VARIABLE = "CYBERSOURCE_IMPORT_KEY";

export interface ReadNewSources extends ImportConnectionSources {
  /** Paths in the variable start from it. */
  readonly folder: string;
  readonly now: () => Date;
  readonly notify: Notify;
}

const NO_HOST =
  "No connection with a host is configured, so the host of this key isn't stored and changes of the host don't replace it. To " +
  "store it, configure the key's connection before you import the key.";

const refused = (text: string, code = "ERR_IMPORT_KEY"): Error => {
  const sentence = /[.?]$/.test(text) ? text : `${text}.`;
  return new Error(`${code}: ${sentence} Nothing was imported.`);
};

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

/**
 * The connection of an imported key, and its host. The answer doesn't say which connection it came through, and a key with the
 * host of another connection would be replaced, so the host is left out unless only one can be meant.
 */
const placeOfKey = async (
  sources: ReadNewSources,
): Promise<{ readonly connection?: string; readonly host: string | undefined }> => {
  const chosen = chooseImportConnection(sources);
  if ("problem" in chosen) throw refused(chosen.problem);
  if (!("among" in chosen)) {
    if (chosen.host === undefined) await sources.notify(NO_HOST);
    return chosen;
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

/** The connection of an imported subscription, decided before one is opened, which would only tell what that one lacks. */
const connectionToRead = (sources: ReadNewSources): string => {
  const chosen = chooseImportConnection(sources);
  if ("problem" in chosen) {
    if (chosen.configured !== undefined) return chosen.configured;
    throw refused(chosen.problem, "ERR_CONNECTION");
  }
  const hasHosts = "among" in chosen;
  if (!hasHosts && (chosen.host !== undefined || sources.isExplicitProvider())) return chosen.connection;
  const names = hasHosts ? chosen.among : sources.connectionNames();
  if (names.length === 0 || names.includes(DEFAULT_CONNECTION)) return DEFAULT_CONNECTION;
  throw refused(unknownConnection(names, hasHosts), "ERR_CONNECTION");
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
    const connection = connectionToRead(sources);
    const found = await handlers.read(id, connection === DEFAULT_CONNECTION ? {} : { connection });
    if (found.id === undefined) return undefined;
    const inputs = found.inputs as Properties;
    return { id: found.id, outputs: securedOutputs(table, found.props as Properties, inputs), inputs };
  };
