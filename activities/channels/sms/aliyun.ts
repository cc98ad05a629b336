import { createHmac, randomUUID } from "node:crypto";
import { detailsPage, findInDetails, readAliyun } from "./aliyun-api.ts";
import type { SmsProvider, SmsRequest } from "./provider.ts";
import { readSetting } from "./setting.ts";

type Parameters = Readonly<Record<string, string>>;

/** Aliyun SMS: `aliyun://accessKeyId:accessKeySecret@dysmsapi.aliyuncs.com/?sign=签名`, and `&template.DUBAN_ZH_DUE=SMS_123456` for each template. */
export function aliyun(url: string): SmsProvider {
  const setting = readSetting(url, "aliyun://accessKeyId:accessKeySecret@dysmsapi.aliyuncs.com/?sign=…");
  const sign = setting.get("sign");
  const region = setting.get("region", "cn-hangzhou");
  const request = (parameters: Parameters, now: Date): SmsRequest => {
    const all = {
      ...parameters,
      AccessKeyId: setting.user,
      Format: "JSON",
      RegionId: region,
      SignatureMethod: "HMAC-SHA1",
      SignatureNonce: randomUUID(),
      SignatureVersion: "1.0",
      Timestamp: `${now.toISOString().slice(0, 19)}Z`,
      Version: "2017-05-25",
    };
    const signed = { ...all, Signature: aliyunSignature("POST", all, setting.password) };
    return {
      method: "POST",
      url: `https://${setting.host}/`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: canonical(signed),
    };
  };
  return {
    name: setting.host,
    secrets: [setting.user, setting.password],
    send: ({ to, template, variables, reference }, now) =>
      request(
        {
          Action: "SendSms",
          PhoneNumbers: national(to),
          SignName: sign,
          TemplateCode: setting.template(template),
          TemplateParam: JSON.stringify(variables),
          OutId: reference,
        },
        now,
      ),
    read: readAliyun,
    lookUp: {
      ask: ({ to, sentAt }, page, now) =>
        daysOf(sentAt).map((day) =>
          request(
            {
              Action: "QuerySendDetails",
              PhoneNumber: national(to),
              SendDate: day,
              PageSize: String(detailsPage),
              CurrentPage: String(page),
            },
            now,
          ),
        ),
      found: findInDetails,
      lagMs: 120_000,
    },
  };
}

/** Signature of RPC-style calls, version 1.0. `secret`: the AccessKey secret. */
export function aliyunSignature(method: string, parameters: Parameters, secret: string): string {
  const text = `${method}&${encode("/")}&${encode(canonical(parameters))}`;
  return createHmac("sha1", `${secret}&`).update(text).digest("base64");
}

function canonical(parameters: Parameters): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${encode(name)}=${encode(parameters[name] ?? "")}`)
    .join("&");
}

/** Percent-encodes according to RFC 3986: `encodeURIComponent` leaves five reserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A number in Aliyun's format: eleven digits in mainland China, country code and number elsewhere. */
function national(to: string): string {
  return to.replace(/^\+86(?=1\d{10}$)|^\+/, "");
}

/** The day of sending in China, as `yyyyMMdd`; two days if it was within minutes of midnight. */
function daysOf(sentAt: Date): string[] {
  const day = (offset: number) =>
    new Date(sentAt.getTime() + 8 * 3_600_000 + offset).toISOString().slice(0, 10).replaceAll("-", "");
  return [...new Set([day(-60_000), day(0), day(300_000)])];
}
