import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { basename } from "node:path";

/** A registry that serves one unpublished package as a tarball and redirects requests for other packages. */
export interface LocalRegistry {
  readonly url: string;
  readonly close: () => void;
}

export interface Published {
  readonly tarball: string;
  /** The package's package.json. */
  readonly manifest: { readonly name: string; readonly version: string };
}

/** @param upstream URL of the registry for all other packages */
export const startRegistry = async ({ tarball, manifest }: Published, upstream: string): Promise<LocalRegistry> => {
  const { name, version } = manifest;
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === `/${name}/-/${basename(tarball)}`) {
      response.end(readFileSync(tarball));
    } else if (path === `/${name}`) {
      // Without integrity, because the tarball is packed again for each test and differs from the one in a lock file.
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
