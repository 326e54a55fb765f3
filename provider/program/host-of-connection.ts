import { namedHost } from "../connection/endpoint.js";
import { programSettings } from "./guards.js";

/** The host that the configuration of this run names for a connection; undefined if it names none. */
export const hostOfConnection = (connection: string): string | undefined => namedHost(programSettings(), connection);
