import { realCli } from "../../e2e/support/real-cli.js";
import { declareKeys } from "./matrix.js";

declareKeys(realCli, "renew");
