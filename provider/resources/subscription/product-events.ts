interface GivenProduct {
  readonly productId?: unknown;
  readonly eventTypes?: unknown;
}

/** An event of a product, as a program or an answer names it. */
export interface ProductEvent {
  readonly productId: unknown;
  readonly eventType: unknown;
}

/** Every event of a list of products. Programs and answers can hold anything: what has another form has no events. */
export const productEventsOf = (products: unknown): ProductEvent[] => {
  const list: readonly (GivenProduct | null | undefined)[] = Array.isArray(products) ? products : [];
  return list.flatMap((product) => {
    const { productId, eventTypes } = product ?? {};
    const events: readonly unknown[] = Array.isArray(eventTypes) ? eventTypes : [];
    return events.map((eventType) => ({ productId, eventType }));
  });
};
