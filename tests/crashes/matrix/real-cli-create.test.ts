import { realCli } from "../../e2e/support/real-cli.js";
import { declareMatrix } from "./matrix.js";

declareMatrix(realCli, "create");
