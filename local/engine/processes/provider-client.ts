import { type ServiceError, credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as wire from "@pulumi/pulumi/proto/provider_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { EngineError } from "../errors.js";
import { halfMadeError, halfMadeOf, providerError } from "./provider-error.js";
import { annotateSecrets } from "../values/secrets.js";
import { structOf } from "../values/struct.js";
import { nameOf, parseUrn } from "../values/urn.js";
import { type Properties, containsUnknown, fromWire, toWire } from "../values/values.js";

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface Diff {
  readonly changes: "unknown" | "none" | "some";
  readonly replaces: readonly string[];
  readonly changed: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** A resource from a provider's answer. With an error, it is half-made. */
export interface Made {
  readonly id: string;
  readonly outputs: Properties;
  readonly error?: { readonly cause: EngineError; readonly reasons: readonly string[] };
}

/** The part of a resource that every request to a provider contains. */
export interface Subject {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;
const CHANGES = ["unknown", "none", "some"] as const;

/** Secrets are sent as plain values, because the dynamic provider doesn't accept marked ones. */
const encode = (properties: Properties, keepUnknowns: boolean): Struct =>
  structOf(toWire(properties, { keepSecrets: false, keepUnknowns }));

const decode = (struct: Struct | undefined): Properties => fromWire(struct?.toJavaScript() ?? {}).properties;

const decodeKnown = (struct: Struct | undefined): Properties => {
  const properties = decode(struct);
  if (Object.values(properties).some(containsUnknown)) {
    throw new EngineError("ERR_ENGINE_PROVIDER", "The provider answered with a value that is not known yet");
  }
  return properties;
};

type Callback<Response> = (error: ServiceError | null, response: Response) => void;
type Answer<Response> =
  | { readonly error: ServiceError; readonly response?: undefined }
  | { readonly error?: undefined; readonly response: Response };

const ask = <Response>(send: (done: Callback<Response>) => unknown): Promise<Answer<Response>> =>
  new Promise((resolve) => {
    send((error, response) => resolve(error === null ? { response } : { error }));
  });

const call = async <Response>(send: (done: Callback<Response>) => unknown): Promise<Response> => {
  const { error, response } = await ask(send);
  if (error !== undefined) throw providerError(error);
  return response;
};

interface NamedRequest<Request> {
  setUrn(urn: string): Request;
  setName(name: string): Request;
  setType(type: string): Request;
}

const named = <Request extends NamedRequest<Request>>(request: Request, urn: string): Request =>
  request
    .setUrn(urn)
    .setName(nameOf(urn))
    .setType(parseUrn(urn)?.type ?? "");

/** A client of the dynamic provider. Sends the same requests as Pulumi's engine. */
export class ProviderClient {
  readonly #client: ResourceProviderClient;

  constructor(address: string) {
    this.#client = new ResourceProviderClient(address, credentials.createInsecure(), {
      "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
      "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    });
  }

  close(): void {
    this.#client.close();
  }

  /** Sends the configuration of the stack, with marked secrets. */
  async configure(reference: { urn: string; id: string }, config: Properties): Promise<void> {
    const { urn, id } = reference;
    const args = toWire(config, { keepSecrets: true, keepUnknowns: true });
    const request = new wire.ConfigureRequest()
      .setUrn(urn)
      .setName(nameOf(urn))
      .setType(parseUrn(urn)?.type ?? "")
      .setId(id)
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setSendsOldInputs(true)
      .setSendsOldInputsToDelete(true)
      .setArgs(structOf(args));
    const variables = toWire(config, { keepSecrets: false, keepUnknowns: false });
    for (const [key, value] of Object.entries(variables)) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      request.getVariablesMap().set(`pulumi-nodejs:config:${key}`, text);
    }
    await call((done) => this.#client.configure(request, done));
  }

  async check(urn: string, olds: Properties, news: Properties, keepUnknowns: boolean) {
    const request = named(new wire.CheckRequest(), urn)
      .setOlds(encode(olds, keepUnknowns))
      .setNews(encode(news, keepUnknowns));
    const response = await call<wire.CheckResponse>((done) => this.#client.check(request, done));
    const failures: CheckFailure[] = response
      .getFailuresList()
      .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
    return { inputs: annotateSecrets(decode(response.getInputs()), news), failures };
  }

  async diff(old: Subject, news: Properties, ignoreChanges: readonly string[], keepUnknowns: boolean): Promise<Diff> {
    const request = named(new wire.DiffRequest(), old.urn)
      .setId(old.id)
      .setOldInputs(encode(old.inputs, keepUnknowns))
      .setOlds(encode(old.outputs, keepUnknowns))
      .setNews(encode(news, keepUnknowns))
      .setIgnorechangesList([...ignoreChanges]);
    const response = await call<wire.DiffResponse>((done) => this.#client.diff(request, done));
    return {
      changes: CHANGES[response.getChanges()],
      replaces: response.getReplacesList(),
      changed: response.getDiffsList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(urn: string, inputs: Properties, timeoutSeconds: number): Promise<Made> {
    const request = named(new wire.CreateRequest(), urn)
      .setProperties(encode(inputs, false))
      .setTimeout(timeoutSeconds);
    const made = await this.#make(inputs, (done) => this.#client.create(request, done));
    if (made.id === "" && made.error === undefined) {
      throw new EngineError("ERR_ENGINE_PROVIDER", `plugin returned empty resource.ID from create '${urn}'`);
    }
    return made;
  }

  async update(
    old: Subject,
    inputs: Properties,
    ignoreChanges: readonly string[],
    timeoutSeconds: number,
  ): Promise<Made> {
    const request = named(new wire.UpdateRequest(), old.urn)
      .setId(old.id)
      .setOldInputs(encode(old.inputs, false))
      .setOlds(encode(old.outputs, false))
      .setNews(encode(inputs, false))
      .setIgnorechangesList([...ignoreChanges])
      .setTimeout(timeoutSeconds);
    const made = await this.#make(inputs, (done) => this.#client.update(request, done));
    return { ...made, id: old.id };
  }

  async delete(old: Subject, timeoutSeconds: number): Promise<void> {
    const request = named(new wire.DeleteRequest(), old.urn)
      .setId(old.id)
      .setOldInputs(encode(old.inputs, false))
      .setProperties(encode(old.outputs, false))
      .setTimeout(timeoutSeconds);
    await call((done) => this.#client.delete(request, done));
  }

  /** Reads the current properties of the resource. An empty ID means that it no longer exists. */
  async read(old: Subject, timeoutSeconds: number) {
    const request = named(new wire.ReadRequest(), old.urn)
      .setId(old.id)
      .setInputs(encode(old.inputs, false))
      .setProperties(encode(old.outputs, false))
      .setTimeout(timeoutSeconds);
    const response = await call<wire.ReadResponse>((done) => this.#client.read(request, done));
    const inputs = response.getInputs();
    return {
      id: response.getId(),
      outputs: annotateSecrets(decodeKnown(response.getProperties()), old.outputs),
      inputs: inputs === undefined ? undefined : annotateSecrets(decodeKnown(inputs), old.inputs),
    };
  }

  async #make(
    inputs: Properties,
    send: (done: Callback<wire.CreateResponse | wire.UpdateResponse>) => unknown,
  ): Promise<Made> {
    const { error, response } = await ask(send);
    if (response !== undefined) {
      const id = response instanceof wire.CreateResponse ? response.getId() : "";
      return { id, outputs: annotateSecrets(decodeKnown(response.getProperties()), inputs) };
    }
    const halfMade = halfMadeOf(error);
    if (halfMade === undefined) throw providerError(error);
    const { id, properties, reasons } = halfMade;
    const outputs = annotateSecrets(decodeKnown(properties), inputs);
    return { id, outputs, error: { cause: halfMadeError(reasons), reasons } };
  }
}
