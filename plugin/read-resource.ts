import { type Properties } from "../provider/resources/protocol.js";

/** What read found, with secrets marked. */
export interface ReadResource {
  readonly id: string;
  readonly outputs: Properties;
  /** The inputs, if the resource is imported. */
  readonly inputs?: Properties;
}
