/** The decisions of a run so far, by URN. */
export class Planned {
  readonly registered = new Set<string>();
  readonly created = new Set<string>();
  readonly same = new Set<string>();
  readonly updated = new Set<string>();
  readonly replaced = new Set<string>();
  readonly deleted = new Set<string>();
  /** Read since the run began, so not read again. */
  readonly refreshed = new Set<string>();
  /** Registered, but neither in the state nor to be created by this run. */
  readonly skipped = new Set<string>();
  /** From the old URN in the state to the URN that the program registered. */
  readonly renamed = new Map<string, string>();

  /** The old URN of a resource, if an alias found it in the state. */
  formerUrn(urn: string): string | undefined {
    for (const [former, current] of this.renamed) if (current === urn) return former;
    return undefined;
  }

  /** Whether the program still declares the resource that has this URN in the state. */
  isKept(urn: string): boolean {
    const current = this.renamed.get(urn) ?? urn;
    return this.same.has(current) || this.updated.has(current) || this.replaced.has(current);
  }

  /** The URNs that are already decided. They can't depend on a resource that is registered later. */
  get settled(): ReadonlySet<string> {
    return new Set([...this.created, ...this.same, ...this.updated, ...this.deleted, ...this.replaced]);
  }
}
