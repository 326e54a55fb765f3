const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "reading it is not permitted",
  EPERM: "reading it is not permitted",
  EMFILE: "too many files are open",
  ERR_FS_FILE_TOO_LARGE: "it is too large",
};

/** Why a file cannot be read, in words, with the system's code. */
export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
  const reason = REASONS[code ?? ""] ?? "the system refuses it";
  return code === undefined ? reason : `${reason} (${code})`;
};
