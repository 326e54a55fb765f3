import { Metadata, type ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { EngineError } from "../errors.js";

/** A resource that a provider made, or changed, but could not bring to life. */
export interface HalfMade {
  readonly id: string;
  readonly properties: Struct | undefined;
  readonly reasons: readonly string[];
}

const INIT_FAILED = "pulumirpc.ErrorResourceInitFailed";

/** Reads the half-made resource out of a provider's error, where there is one. */
export const halfMadeOf = (error: ServiceError): HalfMade | undefined => {
  // The class says that there is metadata; an error made by the client itself has none.
  const metadata = error.metadata instanceof Metadata ? error.metadata : new Metadata();
  const [details] = metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(details)) return undefined;
  const packed = Status.deserializeBinary(details)
    .getDetailsList()
    .find((detail) => detail.getTypeName() === INIT_FAILED);
  if (packed === undefined) return undefined;
  const failed = ErrorResourceInitFailed.deserializeBinary(packed.getValue_asU8());
  return {
    id: failed.getId(),
    properties: failed.getProperties(),
    reasons: failed.getReasonsList(),
  };
};

/** The error that a provider answered with, in its own words. */
export const providerError = (error: ServiceError): EngineError =>
  new EngineError("ERR_ENGINE_PROVIDER", error.details === "" ? error.message : error.details);

/** The error of a resource that is half made, its reasons listed as Pulumi lists them. */
export const halfMadeError = (reasons: readonly string[]): EngineError => {
  const count = reasons.length === 1 ? "1 error" : `${reasons.length} errors`;
  const list = reasons.map((reason) => `\n\t* ${reason}`).join("");
  const message = reasons.length === 0 ? "resource init failed" : `${count} occurred:${list}`;
  return new EngineError("ERR_ENGINE_PROVIDER", message);
};
