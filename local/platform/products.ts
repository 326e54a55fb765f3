import { type Answer, jsonAnswer } from "./answer.js";

const event = (eventName: string, displayName: string) => ({
  eventName,
  displayName,
  frequency: -1,
  timeSensitivity: false,
  payloadEncryption: false,
});

/** The products of every organization on the local platform. */
const PRODUCTS = [
  {
    productId: "tokenManagement",
    productName: "Token Management",
    eventTypes: [event("tms.networktoken.updated", "Network Token Updated")],
  },
  {
    productId: "cns",
    productName: "Customer Notifications",
    eventTypes: [
      event("cns.report.keyExpiration.detail", "Key Expiration Report"),
      event("cns.outage.notify.freeform", "Outage Notification"),
    ],
  },
];

/** The list of products that an organization can subscribe to. */
export const productsAnswer = (): Answer => jsonAnswer(200, PRODUCTS);
