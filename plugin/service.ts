import { type handleUnaryCall, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { type DiffResult } from "../provider/resources/key/handlers.js";
import { type Properties } from "../provider/resources/protocol.js";
import { changedSettings, withSecretCredentials } from "./configuration.js";
import { failureOf } from "./failure.js";
import { type Plugin } from "./plugin.js";
import { parseUrn, type Resource } from "./resource.js";
import { fromStruct, toStruct } from "./wire.js";

const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
const { UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;

/** A method of the protocol: its answer, or its error in the form of gRPC. */
const answering =
  <Request, Response>(answer: (request: Request) => Promise<Response>): handleUnaryCall<Request, Response> =>
  ({ request }, callback) =>
    void answer(request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(failureOf(error)),
    );

const checked = (inputs: Properties, reasons: readonly string[]): messages.CheckResponse => {
  const response = new messages.CheckResponse();
  response.setInputs(toStruct(inputs));
  // Without a property: the CLI would print its value, which can be a secret.
  response.setFailuresList(reasons.map((reason) => new messages.CheckFailure().setReason(reason)));
  return response;
};

/** @param isInput whether a name is that of an input; otherwise it's that of an output */
const differing = (
  { changes, replaces = [], changed = [], deleteBeforeReplace = false }: DiffResult,
  isInput: (name: string) => boolean,
): messages.DiffResponse => {
  const response = new messages.DiffResponse();
  const names = new Set([...replaces, ...changed]);
  response.setChanges(changes === true ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList(replaces);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setDiffsList([...names]);
  // Without a name, the CLI compares the inputs itself.
  response.setHasdetaileddiff(names.size > 0);
  for (const name of names) {
    const detail = new messages.PropertyDiff();
    detail.setKind(replaces.includes(name) ? UPDATE_REPLACE : UPDATE);
    detail.setInputdiff(isInput(name));
    response.getDetaileddiffMap().set(name, detail);
  }
  return response;
};

/** Pulumi's ResourceProvider service. It translates: the verbs decide. gRPC answers UNIMPLEMENTED for what isn't here. */
export const createService = (plugin: Plugin): UntypedServiceImplementation => {
  const { verbs } = plugin;

  const about = <Request extends { getUrn(): string }, Response>(
    answer: (resource: Resource, request: Request) => Promise<Response>,
  ): handleUnaryCall<Request, Response> =>
    answering(async (request) => plugin.about(parseUrn(request.getUrn()), (resource) => answer(resource, request)));

  return {
    handshake: answering(async (request: messages.ProviderHandshakeRequest) => {
      plugin.attach(request.getEngineAddress());
      const response = new messages.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    }),

    attach: answering(async (request) => {
      plugin.attach(request.getAddress());
      return new Empty();
    }),

    getPluginInfo: answering(async () => new PluginInfo().setVersion(plugin.version)),

    getSchema: answering(async () => new messages.GetSchemaResponse().setSchema(JSON.stringify(plugin.schema()))),

    checkConfig: answering(async (request) => {
      const news = fromStruct(request.getNews());
      const reasons = await plugin.checkConfiguration(parseUrn(request.getUrn()), news);
      return checked(withSecretCredentials(news), reasons);
    }),

    diffConfig: answering(async (request) => {
      const changed = changedSettings(fromStruct(request.getOlds()), fromStruct(request.getNews()));
      return differing({ changes: changed.length > 0, changed }, () => true);
    }),

    configure: answering(async (request) => {
      const urn = request.getUrn();
      plugin.configure(fromStruct(request.getArgs()), urn === undefined ? undefined : parseUrn(urn));
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),

    check: about(async (resource, request) => {
      const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
      const { inputs, reasons } = await verbs.check(resource, olds, news);
      return checked(inputs, reasons);
    }),

    diff: about(async (resource, request) => {
      const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
      const ignoreChanges = request.getIgnorechangesList();
      const difference = await verbs.diff(resource, request.getId(), olds, { news, ignoreChanges });
      return differing(difference, (name) => name in resource.table.inputs);
    }),

    create: about(async (resource, request) => {
      const { id, outputs } = await verbs.create(resource, {
        isPreview: request.getPreview(),
        news: fromStruct(request.getProperties()),
        timeoutSeconds: request.getTimeout(),
      });
      return new messages.CreateResponse().setId(id).setProperties(toStruct(outputs));
    }),

    read: about(async (resource, request) => {
      const found = await verbs.read(resource, request.getId(), fromStruct(request.getProperties()));
      const response = new messages.ReadResponse();
      // An answer without an id says that the resource is gone.
      if (found === undefined) return response;
      response.setId(found.id).setProperties(toStruct(found.outputs));
      if (found.inputs !== undefined) response.setInputs(toStruct(found.inputs));
      return response;
    }),

    update: about(async (resource, request) => {
      const outputs = await verbs.update(resource, request.getId(), fromStruct(request.getOlds()), {
        isPreview: request.getPreview(),
        news: fromStruct(request.getNews()),
        timeoutSeconds: request.getTimeout(),
      });
      return new messages.UpdateResponse().setProperties(toStruct(outputs));
    }),

    delete: about(async (resource, request) => {
      await verbs.remove(resource, request.getId(), fromStruct(request.getProperties()));
      return new Empty();
    }),

    /** Stops nothing: a request that is under way ends, so that its key gets into the state. The engine starts no other. */
    cancel: answering(async () => new Empty()),
  } satisfies Partial<IResourceProviderServer>;
};
