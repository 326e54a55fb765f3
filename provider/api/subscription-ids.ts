/** An id for comparisons: the service may write it in either letter case. */
export const canonicalId = (webhookId: string): string => webhookId.toLowerCase();

/** Whether two ids are those of one subscription. */
export const isSameId = (one: string, other: string): boolean => canonicalId(one) === canonicalId(other);
