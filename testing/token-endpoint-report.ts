/** One thing that was asked of a token endpoint, and what came. */
export interface TokenEndpointCheck {
  /** Stable: docs/token-endpoint.md has every name. */
  readonly name: string;
  readonly ok: boolean;
  /** False where a failure is a warning, which leaves the report as it is. */
  readonly required: boolean;
  /** One sentence: what was asked for, and what came. Never a secret or a token. */
  readonly meaning: string;
  /** The section that asks for it. */
  readonly reference: string;
}

export interface TokenEndpointReport {
  /** Whether every required check is ok. */
  readonly ok: boolean;
  /** In the order in which they were made. A check that an earlier failure makes impossible is left out. */
  readonly checks: readonly TokenEndpointCheck[];
}

/** A check before its verdict. */
export interface Asked {
  readonly name: string;
  /** What is asked for, as it reads after "asked for". */
  readonly asked: string;
  readonly reference: string;
}

/** The verdict: `came` says what came instead, and is undefined where it is as asked. */
export const judge = ({ name, asked, reference }: Asked, came: string | undefined): TokenEndpointCheck => ({
  name,
  ok: came === undefined,
  required: true,
  meaning: `asked for ${asked}, ${came === undefined ? "which came" : `but ${came} came`}`,
  reference,
});
