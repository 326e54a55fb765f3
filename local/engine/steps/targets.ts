const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The pattern for a URN: `*` stands for any text within one part of it, `**` for any text. */
const patternOf = (glob: string): RegExp => {
  const segments = glob
    .split("**")
    .map((segment) => segment.split("*").map(escape).join("[^:]*"))
    .join(".*");
  return new RegExp(`^${segments}$`);
};

/** The resources that `--target` or `--replace` names: all if it names none. */
export class Targets {
  /** URNs without a pattern. The state or the program must have them. */
  readonly literals: readonly string[];
  readonly #urns: Set<string>;
  readonly #patterns: readonly RegExp[];

  constructor(names: readonly string[]) {
    const globs = names.filter((name) => name.includes("*"));
    this.literals = names.filter((name) => !globs.includes(name));
    this.#urns = new Set(this.literals);
    this.#patterns = globs.map(patternOf);
  }

  get isConstrained(): boolean {
    return this.#urns.size > 0 || this.#patterns.length > 0;
  }

  contains(urn: string): boolean {
    return !this.isConstrained || this.#urns.has(urn) || this.#patterns.some((pattern) => pattern.test(urn));
  }

  /** Whether a resource is named, which none is if nothing is. */
  names(urn: string): boolean {
    return this.isConstrained && this.contains(urn);
  }

  /** Adds a resource, because it depends on one of them. */
  add(urn: string): void {
    if (this.isConstrained) this.#urns.add(urn);
  }
}
