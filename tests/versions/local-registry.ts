import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { basename } from "node:path";

/** A registry that has one package as a tarball, before that is published, and sends whoever asks for others to another. */
export interface LocalRegistry {
  readonly url: string;
  readonly close: () => void;
}

export interface Published {
  readonly tarball: string;
  /** Its package.json. */
  readonly manifest: { readonly name: string; readonly version: string };
}

/** @param upstream URL of the registry of all other packages */
export const startRegistry = async ({ tarball, manifest }: Published, upstream: string): Promise<LocalRegistry> => {
  const { name, version } = manifest;
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === `/${name}/-/${basename(tarball)}`) {
      response.end(readFileSync(tarball));
    } else if (path === `/${name}`) {
      // No integrity: what a lock file has of a package is not that of a tarball that is made anew for each test.
      const dist = { tarball: `http://${request.headers.host}/${name}/-/${basename(tarball)}` };
      response.end(
        JSON.stringify({ name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } }),
      );
    } else {
      response.writeHead(307, { location: new URL(path, upstream).href }).end();
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
