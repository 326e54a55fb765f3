import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/** Converts JSON data to a protobuf Struct. The cast is needed because google-protobuf's types are too narrow. */
export const structOf = (json: Readonly<Record<string, unknown>>): Struct =>
  Struct.fromJavaScript(json as Record<string, JavaScriptValue>);
