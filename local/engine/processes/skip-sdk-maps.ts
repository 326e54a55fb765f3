/** A source map that maps nothing: positions stay as they are. */
const NO_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

/** The part of the package source-map-support that is used here. */
export interface SourceMapSupport {
  install(options: {
    readonly environment: "node";
    readonly retrieveSourceMap: (source: string) => { url: string; map: string } | null;
  }): void;
}

/**
 * Keeps source-map-support from parsing the source maps of matching files. The SDK takes a stack trace for each resource
 * to find its position in the program, which is slow with the maps of the SDK's own files. Maps of a program still apply.
 */
export const skipSourceMaps = (support: SourceMapSupport, isSkipped: (file: string) => boolean): void =>
  support.install({
    environment: "node",
    retrieveSourceMap: (source) => (isSkipped(source) ? { url: source, map: NO_MAP } : null),
  });
