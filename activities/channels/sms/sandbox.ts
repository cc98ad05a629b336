import { TransportError } from "../errors.ts";
import { findInDetails, readAliyun } from "./aliyun-api.ts";
import type { SmsProvider, SmsRequest } from "./provider.ts";

/**
 * `sandbox:http://127.0.0.1:PORT`: the gateway of the local installation, with Aliyun's protocol but without signatures. The parameters `Text` and
 * `Meta` let it show the message and what it is about.
 */
export function sandbox(url: string): SmsProvider {
  const address = url.slice("sandbox:".length);
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    throw new TransportError("SETTING", "SMS_URL sandbox: has no address; expected sandbox:http://host:port");
  const { host } = new URL(address);
  const request = (parameters: Record<string, string>): SmsRequest => ({
    method: "POST",
    url: address,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(parameters).toString(),
  });
  return {
    name: host,
    secrets: [],
    send: ({ to, template, variables, text, reference, organizationId, taskId }) =>
      request({
        Action: "SendSms",
        PhoneNumbers: to,
        SignName: /^【([^】]+)】/.exec(text)?.[1] ?? "督办",
        TemplateCode: template,
        TemplateParam: JSON.stringify(variables),
        OutId: reference,
        Text: text,
        Meta: JSON.stringify({ organization: organizationId, task: taskId }),
      }),
    read: readAliyun,
    lookUp: {
      // Unlike Aliyun, it can be queried by OutId.
      ask: ({ reference, to }) => [request({ Action: "QuerySendDetails", PhoneNumber: to, OutId: reference })],
      found: findInDetails,
      lagMs: 0,
    },
  };
}
