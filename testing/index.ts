export { checkTokenEndpoint, type TokenEndpointToCheck } from "./check-token-endpoint.js";
export { type NotificationToSign, signNotification } from "../verify/sign-notification.js";
export { type TokenEndpointCheck, type TokenEndpointReport } from "./token-endpoint-report.js";
