import { embedded } from "../../e2e/support/embedded.js";
import { declareMatrix } from "./matrix.js";

declareMatrix(embedded, "create");
