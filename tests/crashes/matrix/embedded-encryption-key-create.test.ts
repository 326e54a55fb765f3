import { embedded } from "../../e2e/support/embedded.js";
import { declareEncryptionKeys } from "./matrix.js";

declareEncryptionKeys(embedded, "create");
