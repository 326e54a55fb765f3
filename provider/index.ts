export const x = async (): Promise<unknown> => (await import("got")).default;
