/** The type of the resource that represents the stack. */
export const STACK_TYPE = "pulumi:pulumi:Stack";
/** The type of the provider of all dynamic resources. */
export const PROVIDER_TYPE = "pulumi:providers:pulumi-nodejs";
/** The package of all dynamic resources. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";

const PREFIX = "urn:pulumi:";

export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** The type, preceded by the types of its parents, separated by `$`. */
  readonly qualifiedType: string;
  readonly type: string;
  readonly name: string;
}

/** Parses a URN. Returns undefined if it isn't one. The name may contain `::`. */
export const parseUrn = (urn: string): UrnParts | undefined => {
  if (!urn.startsWith(PREFIX)) return undefined;
  const [stack, project, qualifiedType, ...names] = urn.slice(PREFIX.length).split("::");
  if (stack === undefined || project === undefined || qualifiedType === undefined || names.length === 0)
    return undefined;
  const type = qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1);
  return { stack, project, qualifiedType, type, name: names.join("::") };
};

const typeOf = (urn: string): string => parseUrn(urn)?.qualifiedType ?? "";

/** The name at the end of a URN. */
export const nameOf = (urn: string): string => parseUrn(urn)?.name ?? urn;

/** Whether the URN is that of the stack. */
export const isStackUrn = (urn: string): boolean => typeOf(urn) === STACK_TYPE;

/** Builds a URN. It includes the parent's type, unless the parent is the stack. */
export const makeUrn = (
  parts: Pick<UrnParts, "stack" | "project" | "type" | "name">,
  parent: string | undefined,
): string => {
  const parentType = parent === undefined || isStackUrn(parent) ? "" : `${typeOf(parent)}$`;
  return `${PREFIX}${parts.stack}::${parts.project}::${parentType}${parts.type}::${parts.name}`;
};

/** The package that a three-part type token belongs to. */
export const packageOf = (type: string): string => type.split(":")[0] ?? "";

/** A resource's reference to its provider: the provider's URN and id. */
export const providerReference = (urn: string, id: string): string => `${urn}::${id}`;

/** The URN in a reference to a provider. */
export const providerUrn = (reference: string): string => reference.slice(0, reference.lastIndexOf("::"));
