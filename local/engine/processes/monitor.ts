import { type ServiceError, type handleUnaryCall, Metadata, status } from "@grpc/grpc-js";
import { ResourceMonitorService, type IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import * as wire from "@pulumi/pulumi/proto/resource_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { type EngineError, unsupported } from "../errors.js";
import { type GrpcServer, serveGrpc } from "./grpc-server.js";

/** The handlers of the program's requests. */
export interface MonitorHandlers {
  readonly describe: () => wire.DeploymentInfo;
  readonly register: (request: wire.RegisterResourceRequest) => Promise<wire.RegisterResourceResponse>;
  readonly registerOutputs: (request: wire.RegisterResourceOutputsRequest) => Promise<void>;
  /** Called when the program has registered everything. Settles when it may exit. */
  readonly finish: () => Promise<void>;
  /** Called with the error of each unsupported request. */
  readonly refuse: (error: EngineError) => void;
}

const FEATURES = {
  secrets: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  aliasSpecs: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  replacementTrigger: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  // The others aren't supported. They are listed so that the engine rejects them: otherwise the SDK would do so and
  // tell the user to update the Pulumi CLI.
  deletedWith: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  transforms: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
  invokeTransforms: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
  parameterization: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
  resourceHooks: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  errorHooks: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
  stateMigrations: wire.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_STATE_MIGRATIONS,
} as const;

/** With this status, the SDK exits without a message, because the engine has reported the error. */
const shutDown = (): ServiceError =>
  Object.assign(new Error("resource monitor shut down"), {
    code: status.UNAVAILABLE,
    details: "resource monitor shut down",
    metadata: new Metadata(),
  });

const answer =
  <Request, Response>(handle: (request: Request) => Promise<Response>): handleUnaryCall<Request, Response> =>
  (call, callback) => {
    handle(call.request).then(
      (response) => callback(null, response),
      () => callback(shutDown()),
    );
  };

/** Serves the resource monitor, to which a program registers its resources. */
export const serveMonitor = (handlers: MonitorHandlers): Promise<GrpcServer> => {
  const refuse = <Request, Response>(describe: (request: Request) => string): handleUnaryCall<Request, Response> =>
    answer(async (request) => {
      const error = unsupported(describe(request));
      handlers.refuse(error);
      throw error;
    });
  const service: IResourceMonitorServer = {
    getDeploymentInfo: answer(async () => handlers.describe().setSupportedfeaturesList(Object.values(FEATURES))),
    supportsFeature: answer(async (request: wire.SupportsFeatureRequest) =>
      new wire.SupportsFeatureResponse().setHassupport(Object.hasOwn(FEATURES, request.getId())),
    ),
    registerResource: answer(handlers.register),
    registerResourceOutputs: answer(async (request: wire.RegisterResourceOutputsRequest) => {
      await handlers.registerOutputs(request);
      return new Empty();
    }),
    signalAndWaitForShutdown: answer(async () => {
      await handlers.finish();
      return new Empty();
    }),
    invoke: refuse((request: wire.ResourceInvokeRequest) => `The function ${request.getTok()}`),
    call: refuse((request: wire.ResourceCallRequest) => `The method ${request.getTok()}`),
    readResource: refuse(
      (request: wire.ReadResourceRequest) =>
        `Reading ${request.getType()} "${request.getName()}", which exists already`,
    ),
    existsResource: refuse((request: wire.ExistsResourceRequest) => `Looking for ${request.getType()}`),
    registerStackTransform: refuse(() => "A transform of the stack's resources"),
    registerStackInvokeTransform: refuse(() => "A transform of the stack's function calls"),
    registerResourceHook: refuse((request: wire.RegisterResourceHookRequest) => `The hook ${request.getName()}`),
    registerErrorHook: refuse((request: wire.RegisterErrorHookRequest) => `The error hook ${request.getName()}`),
    registerPackage: refuse((request: wire.RegisterPackageRequest) => `The package ${request.getName()}`),
  };
  return serveGrpc(ResourceMonitorService, service);
};
