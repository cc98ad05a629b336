import { type Codes, listOf, objectOf, type SmsAnswer, type SmsProvider, textOf, verdictOf } from "./provider.ts";

/**
 * Error codes of SendSms (Dysmsapi 2017-05-25, "API error codes") and of mobile operators in receipts. Codes about limits, balance, signature, template or
 * the gateway are temporary or for the operator to correct; the message is tried again.
 */
const codes: Codes = {
  address: new Set(["isv.MOBILE_NUMBER_ILLEGAL", "isv.BLACK_LIST", "MOBILE_IN_BLACK", "INVALID_NUMBER"]),
  content: new Set([
    "isv.BLACK_KEY_CONTROL_LIMIT",
    "isv.INVALID_JSON_PARAM",
    "isv.PARAM_LENGTH_LIMIT",
    "isv.PARAM_NOT_SUPPORT_URL",
    "isv.SMS_CONTENT_ILLEGAL",
    "isv.TEMPLATE_MISSING_PARAMETERS",
    "isv.TEMPLATE_PARAMS_ILLEGAL",
    "isv.TEMPLATE_PARAMS_ILLEGAL_LENGTH",
  ]),
  // A limit of one number or an error in one template does not concern other messages.
  down: (code) => !/LIMIT_CONTROL|TEMPLATE/.test(code) || code === "isv.DAY_LIMIT_CONTROL",
};

/** Parses a response. @returns undefined: not a response of Dysmsapi */
export const readAliyun: SmsProvider["read"] = ({ body }) => {
  const code = textOf(body.Code);
  if (code === "") return undefined;
  if (code === "OK") return { state: "sent", code, message: "" };
  return verdictOf(code, textOf(body.Message), codes);
};

/** Messages in a page of QuerySendDetails. */
export const detailsPage = 50;

/** Whether a page of QuerySendDetails contains a message. OutId cannot be queried, but is in the response. */
export function findInDetails({ body }: SmsAnswer, reference: string): "found" | "more" | "not found" | "unclear" {
  if (textOf(body.Code) !== "OK") return "unclear";
  const details = listOf(objectOf(body.SmsSendDetailDTOs).SmsSendDetailDTO);
  if (details.some((detail) => textOf(objectOf(detail).OutId) === reference)) return "found";
  return details.length < detailsPage ? "not found" : "more";
}
