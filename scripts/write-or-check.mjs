import { readFileSync, writeFileSync } from "node:fs";

/** The text of a file; empty if the file doesn't exist. */
export const readOrEmpty = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
};

/** Writes a generated file. With `--check`, writes nothing, and the process exits with 1 if the file differs. */
export const writeOrCheck = (file, content, differs) => {
  if (!process.argv.includes("--check")) {
    writeFileSync(file, content);
  } else if (readOrEmpty(file) !== content) {
    process.stderr.write(`${file} ${differs}\n`);
    process.exitCode = 1;
  }
};
