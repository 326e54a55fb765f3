import { Metadata, type ServerErrorResponse, status } from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import { HalfMadeError } from "../provider/resources/half-made.js";
import { toStruct } from "./wire.js";

/** A half-made resource whose secrets are marked as the engine stores them. */
export class SecuredHalfMadeError extends HalfMadeError {
  override readonly name = "SecuredHalfMadeError";
}

/** What the engine stores of a half-made resource, in the form in which gRPC carries details of an error. */
const halfMadeDetails = ({ id, properties, reasons, message }: HalfMadeError): Metadata => {
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(id);
  detail.setProperties(toStruct(properties));
  detail.setReasonsList([...reasons]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const details = new Status();
  details.setCode(status.UNKNOWN);
  details.setMessage(message);
  details.addDetails(packed);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  return metadata;
};

/** The answer to a call that failed: the error's text, without a stack, and the resource if it's half-made. */
export const failureOf = (error: unknown): Partial<ServerErrorResponse> => {
  const details = error instanceof Error ? error.message : "unknown error";
  const code = status.UNKNOWN;
  return error instanceof HalfMadeError ? { code, details, metadata: halfMadeDetails(error) } : { code, details };
};
