export { checkTokenEndpoint, type TokenEndpointToCheck } from "./check-token-endpoint.js";
export { type TokenEndpointCheck, type TokenEndpointReport } from "./token-endpoint-report.js";
