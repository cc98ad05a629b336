import { createHash, createHmac } from "node:crypto";
import { type Codes, listOf, objectOf, type SmsProvider, textOf, verdictOf } from "./provider.ts";
import { readSetting } from "./setting.ts";

const action = "SendSms";
const contentType = "application/json; charset=utf-8";
const hour = 3_600_000;

/** Error codes of SendSms 2021-01-11 ("Error codes", SMS). */
const codes: Codes = {
  address: new Set([
    "FailedOperation.PhoneNumberInBlacklist",
    "FailedOperation.PhoneNumberOnBlacklist",
    "InvalidParameterValue.IncorrectPhoneNumber",
  ]),
  content: new Set([
    "FailedOperation.ContainSensitiveWord",
    "InvalidParameterValue.ContentLengthLimit",
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
    "InvalidParameterValue.TemplateParameterFormatError",
    "InvalidParameterValue.TemplateParameterLengthLimit",
  ]),
  unclear: new Set(["InternalError.Timeout"]),
  later: new Map([
    ["LimitExceeded.PhoneNumberThirtySecondLimit", 30_000],
    ["LimitExceeded.PhoneNumberOneHourLimit", hour],
    ["LimitExceeded.PhoneNumberDailyLimit", 6 * hour],
    ["LimitExceeded.PhoneNumberSameContentDailyLimit", 6 * hour],
  ]),
  down: (code) => /^(AuthFailure|InternalError|RequestLimitExceeded|UnauthorizedOperation)/.test(code),
};

/**
 * Tencent Cloud SMS: `tencent://secretId:secretKey@sms.tencentcloudapi.com/?app=1400000000&sign=签名`, and `&template.DUBAN_ZH_DUE=449739` for each
 * template.
 */
export function tencent(url: string): SmsProvider {
  const setting = readSetting(url, "tencent://secretId:secretKey@sms.tencentcloudapi.com/?app=…&sign=…");
  const app = setting.get("app");
  const sign = setting.get("sign");
  const region = setting.get("region", "ap-guangzhou");
  return {
    name: setting.host,
    secrets: [setting.user, setting.password],
    send({ to, template, briefVariables, reference }, now) {
      const payload = JSON.stringify({
        PhoneNumberSet: [to],
        SmsSdkAppId: app,
        SignName: sign,
        TemplateId: setting.template(template),
        TemplateParamSet: Object.values(briefVariables),
        SessionContext: reference,
      });
      const timestamp = Math.floor(now.getTime() / 1_000);
      const by = { id: setting.user, key: setting.password };
      return {
        method: "POST",
        url: `https://${setting.host}/`,
        headers: {
          authorization: tencentAuthorization({ service: "sms", host: setting.host, action, payload, timestamp }, by),
          "content-type": contentType,
          "x-tc-action": action,
          "x-tc-region": region,
          "x-tc-timestamp": String(timestamp),
          "x-tc-version": "2021-01-11",
        },
        body: payload,
      };
    },
    read({ body }) {
      const response = objectOf(body.Response);
      const error = objectOf(response.Error);
      const status = textOf(error.Code) === "" ? objectOf(listOf(response.SendStatusSet)[0]) : error;
      const code = textOf(status.Code);
      if (code === "") return undefined;
      if (code === "Ok") return { state: "sent", code, message: "" };
      return verdictOf(code, textOf(status.Message), codes);
    },
  };
}

export interface TencentCall {
  service: string;
  host: string;
  action: string;
  payload: string;
  /** Seconds since 1970-01-01 UTC. */
  timestamp: number;
}

/** The Authorization header of a call: TC3-HMAC-SHA256 (signature method v3). */
export function tencentAuthorization(call: TencentCall, by: { id: string; key: string }): string {
  const date = new Date(call.timestamp * 1_000).toISOString().slice(0, 10);
  const scope = `${date}/${call.service}/tc3_request`;
  const signedHeaders = "content-type;host;x-tc-action";
  const headers = `content-type:${contentType}\nhost:${call.host}\nx-tc-action:${call.action.toLowerCase()}\n`;
  const request = ["POST", "/", "", headers, signedHeaders, sha256(call.payload)].join("\n");
  const text = ["TC3-HMAC-SHA256", call.timestamp, scope, sha256(request)].join("\n");
  const key = ["tc3_request", call.service, date].reduceRight<string | Buffer>(hmac, `TC3${by.key}`);
  const signature = hmac(key, text).toString("hex");
  return `TC3-HMAC-SHA256 Credential=${by.id}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
