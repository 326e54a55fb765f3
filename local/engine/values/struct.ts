import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/** Makes a protobuf Struct of plain JSON data, whose shape the typings of google-protobuf are too narrow for. */
export const structOf = (json: Readonly<Record<string, unknown>>): Struct =>
  Struct.fromJavaScript(json as Record<string, JavaScriptValue>);
