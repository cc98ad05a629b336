import { type Codes, listOf, objectOf, type SmsAnswer, type SmsProvider, textOf, verdictOf } from "./provider.ts";

/**
 * Codes of SendSms (Dysmsapi 2017-05-25, "API error codes"), and those of operators that also come in receipts. Limits, the
 * balance, the signature, the template and the gateway's own codes are the operator's, or pass: tried again.
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
  // A number's limit or a template's fault says nothing about the next message.
  down: (code) => !/LIMIT_CONTROL|TEMPLATE/.test(code) || code === "isv.DAY_LIMIT_CONTROL",
};

/** @returns undefined for what is not an answer of Dysmsapi */
export const readAliyun: SmsProvider["read"] = ({ body }) => {
  const code = textOf(body.Code);
  if (code === "") return undefined;
  if (code === "OK") return { state: "sent", code, message: "" };
  return verdictOf(code, textOf(body.Message), codes);
};

/** Messages a page of QuerySendDetails. */
export const detailsPage = 50;

/** Whether a page of QuerySendDetails names a message; OutId is not asked for but answered. */
export function findInDetails({ body }: SmsAnswer, reference: string): "found" | "more" | "not found" | "unclear" {
  if (textOf(body.Code) !== "OK") return "unclear";
  const details = listOf(objectOf(body.SmsSendDetailDTOs).SmsSendDetailDTO);
  if (details.some((detail) => textOf(objectOf(detail).OutId) === reference)) return "found";
  return details.length < detailsPage ? "not found" : "more";
}
