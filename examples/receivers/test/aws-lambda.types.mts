import {
  type ALBHandler,
  type APIGatewayProxyHandler,
  type APIGatewayProxyHandlerV2,
  type LambdaFunctionURLHandler,
} from "aws-lambda";
import { createReceiver } from "../aws-lambda.mts";
import { createReceive } from "../receive.mts";

const handler = createReceiver(createReceive([], () => undefined));

export const handlers: [APIGatewayProxyHandler, APIGatewayProxyHandlerV2, LambdaFunctionURLHandler, ALBHandler] = [
  handler,
  handler,
  handler,
  handler,
];
