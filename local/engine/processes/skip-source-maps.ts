/** What is read instead of a file: text without a reference to a source map. */
const WITHOUT_MAP = " ";

/** The part of the package source-map-support that is used here. */
export interface SourceMapSupport {
  install(options: { readonly environment: "node"; readonly retrieveFile: (source: string) => string | null }): void;
}

/**
 * Keeps source-map-support from looking for the source maps of matching files. A program takes a stack trace for each
 * resource, to find its position in the program, and for each call of the engine, which is slow with the maps of libraries.
 * Maps of a program still apply.
 */
export const skipSourceMaps = (support: SourceMapSupport, isSkipped: (file: string) => boolean): void =>
  support.install({
    environment: "node",
    retrieveFile: (source) => (isSkipped(source) ? WITHOUT_MAP : null),
  });
