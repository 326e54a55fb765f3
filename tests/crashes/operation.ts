import { type ExportedState, type Stack } from "../e2e/support/engine.js";
import { type PlatformContent } from "./platform-process.js";

/** What an operation is about: resources and an organization of its own, so that several fit into one state. */
export interface Subject {
  /** What the names of its resources and outputs end with. */
  readonly label: string;
  readonly organizationId: string;
}

/** What an `up` that completed an operation left, of its subject alone. */
export interface Recovered {
  readonly subject: Subject;
  /** What the local platform held when the operation began. */
  readonly before: PlatformContent;
  /** What it holds now. */
  readonly content: PlatformContent;
  /** What it held after each change. */
  readonly made: readonly PlatformContent[];
  readonly state: ExportedState;
  /** The outputs of the stack. */
  readonly outputs: Awaited<ReturnType<Stack["outputs"]>>;
}

/** An `up` that is killed. */
export interface Operation {
  /** The program of an earlier `up`. Without it, the operation begins without a state. */
  readonly first?: (subject: Subject) => string;
  readonly program: (subject: Subject) => string;
  /** What must not be found anywhere, by all that the local platform held. */
  readonly secretsOf: (made: readonly PlatformContent[]) => Record<string, string>;
  readonly expectRecovered: (recovered: Recovered) => void;
}
