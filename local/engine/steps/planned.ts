/** What a run has decided so far, by URN. */
export class Planned {
  readonly registered = new Set<string>();
  readonly created = new Set<string>();
  readonly same = new Set<string>();
  readonly updated = new Set<string>();
  readonly replaced = new Set<string>();
  readonly deleted = new Set<string>();
  /** From the URN under which the state knew a resource to the one under which the program registered it. */
  readonly renamed = new Map<string, string>();

  /** The URN under which the state knew a resource, where an alias found it there. */
  formerUrn(urn: string): string | undefined {
    for (const [former, current] of this.renamed) if (current === urn) return former;
    return undefined;
  }

  /** Whether the program still has what the state knows under this URN. */
  isKept(urn: string): boolean {
    const current = this.renamed.get(urn) ?? urn;
    return this.same.has(current) || this.updated.has(current) || this.replaced.has(current);
  }

  /** Everything that has been decided about; none of it can depend on what is registered only now. */
  get settled(): ReadonlySet<string> {
    return new Set([...this.created, ...this.same, ...this.updated, ...this.deleted, ...this.replaced]);
  }
}
