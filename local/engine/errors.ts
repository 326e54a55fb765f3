/** What can go wrong in the embedded engine; the code is stable, the message is for people. */
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

/** An error of the embedded engine, told apart by its stable `code`. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
  }
}

/** The error for what a program asks of Pulumi and the embedded engine does not do. */
export const unsupported = (asked: string): EngineError =>
  new EngineError(
    "ERR_ENGINE_UNSUPPORTED",
    `${asked}: the embedded engine does not support this. Run the program with the Pulumi CLI (https://www.pulumi.com/docs/install/).`,
  );

/** Gives an error of another origin the code of the place that met it. */
export const asEngineError = (error: unknown, code: EngineErrorCode = "ERR_ENGINE_PROVIDER"): EngineError =>
  error instanceof EngineError ? error : new EngineError(code, error instanceof Error ? error.message : String(error));
