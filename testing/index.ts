export { type NotificationToSign, signNotification } from "../verify/sign-notification.js";
