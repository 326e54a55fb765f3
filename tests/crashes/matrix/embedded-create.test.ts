import { embedded } from "../../e2e/support/embedded.js";
import { declareKeys } from "./matrix.js";

declareKeys(embedded, "create");
