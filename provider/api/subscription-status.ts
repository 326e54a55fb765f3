/** The status of an answer that has none. In a file of its own: the wire's brings zod, which programs needn't load. */
export const NO_STATUS = "UNKNOWN";
