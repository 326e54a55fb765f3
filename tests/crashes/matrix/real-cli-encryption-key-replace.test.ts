import { realCli } from "../../e2e/support/real-cli.js";
import { declareEncryptionKeys } from "./matrix.js";

declareEncryptionKeys(realCli, "replace");
