import { AsyncLocalStorage } from "node:async_hooks";
import { credentials, Metadata } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import { connectionNames } from "../provider/connection/connection-names.js";
import { createConnections } from "../provider/connection/connection.js";
import { type SettingSources } from "../provider/connection/settings.js";
import { readConfigFiles, unreadableWarnings } from "../provider/program/stack-file.js";
import { createAllHandlers, type ProcessSources } from "../provider/resources/all-handlers.js";
import { connectEngine } from "../provider/resources/engine-log.js";
import { createNotices, type Notify } from "../provider/resources/notices.js";
import { plainProperties, type Properties } from "../provider/resources/protocol.js";
import { clearInputsRefusal, isExplicitProvider, settingsOf } from "./configuration.js";
import { createGuards } from "./guards.js";
import { createImports } from "./imports.js";
import { createReadNew } from "./read-new.js";
import { findResource, type Resource, type Urn } from "./resource.js";
import { createSchema } from "./schema/create-schema.js";
import { createVerbs, type Verbs } from "./verbs.js";

/** What the plugin takes from its process. */
export interface PluginSources {
  readonly version: string;
  /** Where Pulumi downloads the plugin; undefined in a build that isn't a release. */
  readonly downloadUrl: string | undefined;
  readonly environment: SettingSources["environment"];
  /** The folder of the project. */
  readonly folder: string;
  readonly now: () => Date;
  readonly newCorrelationId: () => string;
  /** This process. The address of its engine comes with `attach`. */
  readonly run: Omit<ProcessSources["run"], "engineAddress">;
  /** Prints a notice that no engine accepts. */
  readonly print: (line: string) => void;
}

/** One running plugin: a provider with its configuration. */
export interface Plugin {
  readonly version: string;
  readonly schema: () => object;
  readonly verbs: Verbs;
  /** Connects to an engine, which shows the notices from then on. */
  readonly attach: (address: string) => void;
  /** @param urn that of the provider; older engines leave it out */
  readonly configure: (inputs: Properties, urn: Urn | undefined) => void;
  /** What is wrong with a configuration, beside its settings. Tells also of an SDK of another version. */
  readonly checkConfiguration: (urn: Urn, inputs: Properties) => Promise<string[]>;
  /** Does something about a resource. Notices are shown on its row. */
  readonly about: <Result>(urn: Urn, act: (resource: Resource) => Promise<Result>) => Promise<Result>;
}

const VERSION_FORM = /^[\w.+-]{1,40}$/;

export const createPlugin = (sources: PluginSources): Plugin => {
  const { version, downloadUrl, environment, folder, now, newCorrelationId, print, run } = sources;
  const current = new AsyncLocalStorage<string>();
  const sdk = { EngineClient, LogRequest, LogSeverity, credentials: credentials.createInsecure(), Metadata };
  const noticesOf = (address: string | undefined): Notify =>
    createNotices(address, print, { connect: (at) => connectEngine(at, sdk), urn: () => current.getStore() });

  let engineAddress: string | undefined;
  let send = noticesOf(undefined);
  let settings: SettingSources = settingsOf({}, environment);
  let isExplicit = false;
  const noteProvider = (urn: Urn): void => {
    isExplicit = isExplicitProvider(urn);
  };
  const notify: Notify = (...notice) => send(...notice);
  const configured: SettingSources = {
    stackConfig: (key) => settings.stackConfig(key),
    keys: () => settings.keys?.() ?? [],
    environment,
    isExplicitProvider: () => isExplicit,
  };
  const handlers = createAllHandlers({
    settings: configured,
    now,
    newCorrelationId,
    notify,
    notices: { isOnRow: true, hasProgram: async () => false },
    run: { ...run, engineAddress: () => engineAddress },
    resource: () => current.getStore(),
  });
  /** Warnings of files that were given. */
  const warned = new Set<string>();
  const connections = createConnections(configured, now, () => undefined);

  return {
    version,
    schema: () => createSchema(version, downloadUrl),
    verbs: createVerbs({
      guards: createGuards(
        () => configured,
        notify,
        (stack) => readConfigFiles(folder, stack),
      ),
      imports: createImports(notify),
      notify,
      now,
      readNew: createReadNew({
        environment,
        folder,
        now,
        notify,
        hostOf: (connection) => connections.hostOf(connection)?.host,
        connectionNames: () => connectionNames(configured),
        isExplicitProvider: () => isExplicit,
      }),
    }),

    attach: (address) => {
      engineAddress = address;
      send = noticesOf(address);
    },

    configure: (inputs, urn) => {
      if (urn !== undefined) noteProvider(urn);
      settings = settingsOf(plainProperties(inputs), environment);
    },

    checkConfiguration: async (urn, inputs) => {
      noteProvider(urn);
      const { version: wanted } = inputs;
      if (typeof wanted === "string" && VERSION_FORM.test(wanted) && wanted !== version) {
        await notify(
          `the SDK of this program is of version ${wanted}, but the plugin is ${version}. Use one version of both: run ` +
            "`pulumi package add` again, or install the plugin of the SDK's version.",
          "warning",
        );
      }
      const files = readConfigFiles(folder, urn.stack);
      for (const warning of unreadableWarnings(files, urn.stack)) {
        if (!warned.has(warning)) await notify(warning, "warning");
        warned.add(warning);
      }
      const refusal = clearInputsRefusal(inputs, files, urn);
      return refusal === undefined ? [] : [refusal];
    },

    about: (urn, act) => current.run(urn.text, async () => act(findResource(urn, handlers))),
  };
};
