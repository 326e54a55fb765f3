import { BODY_FAULTS } from "./body-faults.js";
import { CONNECTION_FAULTS } from "./connection-faults.js";
import { type Fault } from "./fault.js";
import { KEY_FAULTS } from "./key-faults.js";
import { STATUS_FAULTS } from "./status-faults.js";

/** Everything that can go wrong with a request for a key, with the expected effects. */
export const FAULTS: readonly Fault[] = [...CONNECTION_FAULTS, ...STATUS_FAULTS, ...BODY_FAULTS, ...KEY_FAULTS];
