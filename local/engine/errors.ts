/** The stable codes of the embedded engine's errors. */
export type EngineErrorCode =
  | "ERR_ENGINE_UNSUPPORTED"
  | "ERR_ENGINE_PROJECT"
  | "ERR_ENGINE_CONFIG"
  | "ERR_ENGINE_PASSPHRASE"
  | "ERR_ENGINE_STATE"
  | "ERR_ENGINE_STATE_LOCKED"
  | "ERR_ENGINE_PROGRAM"
  | "ERR_ENGINE_PROVIDER"
  | "ERR_ENGINE_RESOURCE"
  | "ERR_ENGINE_PROTECTED"
  | "ERR_ENGINE_DUPLICATE_URN"
  | "ERR_ENGINE_CHANGES"
  | "ERR_ENGINE_CANCELLED";

/** An error of the embedded engine. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
  }
}

/** The error for a feature of Pulumi that the embedded engine doesn't have. */
export const unsupported = (feature: string): EngineError =>
  new EngineError(
    "ERR_ENGINE_UNSUPPORTED",
    `${feature}: the embedded engine does not support this. Run the program with the Pulumi CLI (https://www.pulumi.com/docs/install/).`,
  );

/** Turns any error into an EngineError. `code` is used if it isn't one already. */
export const asEngineError = (error: unknown, code: EngineErrorCode = "ERR_ENGINE_PROVIDER"): EngineError =>
  error instanceof EngineError ? error : new EngineError(code, error instanceof Error ? error.message : String(error));
