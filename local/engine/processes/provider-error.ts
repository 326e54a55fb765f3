import { Metadata, type ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { EngineError } from "../errors.js";

/** A resource that a provider created or changed but couldn't initialize. */
export interface HalfMade {
  readonly id: string;
  readonly properties: Struct | undefined;
  readonly reasons: readonly string[];
}

const INIT_FAILED = "pulumirpc.ErrorResourceInitFailed";

/** Reads the half-made resource from a provider's error, if it contains one. */
export const halfMadeOf = (error: ServiceError): HalfMade | undefined => {
  // According to its type, there is always metadata. But errors that the client itself creates have none.
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

/** The error with a provider's message. */
export const providerError = (error: ServiceError): EngineError =>
  new EngineError("ERR_ENGINE_PROVIDER", error.details === "" ? error.message : error.details);

/** The error of a half-made resource, with its reasons listed as Pulumi lists them. */
export const halfMadeError = (reasons: readonly string[]): EngineError => {
  const count = reasons.length === 1 ? "1 error" : `${reasons.length} errors`;
  const list = reasons.map((reason) => `\n\t* ${reason}`).join("");
  const message = reasons.length === 0 ? "resource init failed" : `${count} occurred:${list}`;
  return new EngineError("ERR_ENGINE_PROVIDER", message);
};
