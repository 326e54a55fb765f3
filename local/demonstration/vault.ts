import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const outputsSchema = z.object({
  verificationKeys: z.array(z.object({ keyId: z.string(), key: z.string() }).loose()).min(1),
});
const privateKeysSchema = z.array(z.object({ privateKey: z.string() }));
const clientsSchema = z.record(z.string(), z.string());
type Clients = z.infer<typeof clientsSchema>;

/** The files that the receiver reads its secrets from. They stand for a vault. */
export interface Vault {
  /** The environment variables that name the files to the receiver. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes the verification keys over from the outputs of the stack. */
  readonly writeKeys: (outputs: unknown) => void;
  /** Gives the receiver a private key, in PEM, beside the earlier ones. */
  readonly addPrivateKey: (privateKey: string) => void;
  /** The clients that the receiver's token endpoint accepts, oldest first, with their secrets. */
  readonly clients: () => Clients;
  readonly addClient: (clientId: string, clientSecret: string) => void;
  readonly removeClient: (clientId: string) => void;
}

/** Creates the files in a folder. */
export const openVault = (folder: string): Vault => {
  const keysFile = join(folder, "verification-keys.json");
  const privateKeysFile = join(folder, "private-keys.json");
  const clientsFile = join(folder, "clients.json");
  /** Writes a file in one step, so that the receiver never reads half of it. */
  const write = (file: string, content: unknown): void => {
    writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
  const clients = (): Clients => clientsSchema.parse(read(clientsFile));
  write(clientsFile, {});
  write(privateKeysFile, []);
  return {
    environment: { KEYS_FILE: keysFile, PRIVATE_KEYS_FILE: privateKeysFile, CLIENTS_FILE: clientsFile },
    writeKeys: (outputs) => write(keysFile, outputsSchema.parse(outputs).verificationKeys),
    // Without keyId, a private key decrypts what was encrypted to any certificate that was made of it.
    addPrivateKey: (privateKey) =>
      write(privateKeysFile, [{ privateKey }, ...privateKeysSchema.parse(read(privateKeysFile))]),
    clients,
    addClient: (clientId, clientSecret) => write(clientsFile, { ...clients(), [clientId]: clientSecret }),
    removeClient: (clientId) =>
      write(clientsFile, Object.fromEntries(Object.entries(clients()).filter(([id]) => id !== clientId))),
  };
};
