import { realCli } from "../../e2e/support/real-cli.js";
import { declareSubscriptions } from "./matrix.js";

declareSubscriptions(realCli, "create");
