const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EMFILE: "too many files are open",
  ERR_FS_FILE_TOO_LARGE: "it is too large",
};

/** Why a file can't be read, in words and with the system's error code. */
export const reasonOf = (error: unknown): string => {
  // Uses no instanceof: under a test runner, errors of Node.js have another `Error` class than ours.
  const code =
    typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
      ? error.code
      : undefined;
  const reason = REASONS[code ?? ""] ?? "system error";
  return code === undefined ? reason : `${reason} (${code})`;
};
