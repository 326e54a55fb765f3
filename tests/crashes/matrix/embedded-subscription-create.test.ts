import { embedded } from "../../e2e/support/embedded.js";
import { declareSubscriptions } from "./matrix.js";

declareSubscriptions(embedded, "create");
