/** The result of one check of a token endpoint. */
export interface TokenEndpointCheck {
  /** Stable: docs/token-endpoint.md lists every name. */
  readonly name: string;
  readonly ok: boolean;
  /** False if a failure of this check is only a warning, which doesn't make the report fail. */
  readonly required: boolean;
  /** What was found; if the check failed, also what was expected. Never contains a secret or a token. */
  readonly meaning: string;
  /** The section that requires it. */
  readonly reference: string;
}

export interface TokenEndpointReport {
  /** Whether every required check is ok. */
  readonly ok: boolean;
  /** In the order in which they ran. Leaves out checks that can't run because of an earlier failure. */
  readonly checks: readonly TokenEndpointCheck[];
}

/** What a check expects of an answer. */
export interface Expectation {
  readonly name: string;
  /** What the endpoint should answer, as it reads after "Expected". */
  readonly expected: string;
  /** Why that matters, in parentheses after `expected` if the check fails. */
  readonly why?: string;
  readonly reference: string;
}

/** The result of a check: `failure` is undefined if it passed. */
export const resultOf = (
  { name, reference }: Pick<TokenEndpointCheck, "name" | "reference">,
  passed: string,
  failure: string | undefined,
): TokenEndpointCheck => ({
  name,
  ok: failure === undefined,
  required: true,
  meaning: failure ?? passed,
  reference,
});

/** Compares an answer with what was expected: `found` describes what came instead, and is undefined if nothing differs. */
export const compare = (expectation: Expectation, found: string | undefined): TokenEndpointCheck => {
  const { expected, why } = expectation;
  const wanted = why === undefined ? expected : `${expected} (${why})`;
  return resultOf(
    expectation,
    `Got ${expected}.`,
    found === undefined ? undefined : `Expected ${wanted}, but got ${found}.`,
  );
};
