import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { aliyunSignature } from "../../../../activities/channels/sms/aliyun.ts";
import { tencentAuthorization } from "../../../../activities/channels/sms/tencent.ts";
import { createSmsTransport } from "../../../../activities/channels/sms/transport.ts";
import type { OutboundMessage } from "../../../../activities/channels/transport.ts";

const message: OutboundMessage = {
  reference: "reference-1",
  to: "+8613800138000",
  name: "李秘书",
  sms: {
    template: "DUBAN_ZH_DUE",
    variables: { task: "演练 (方案)*'!~", code: "abc" },
    text: "【督办】请提交演练方案 https://duban.example.org/t/abc",
    brief: {
      variables: { task: "演练", code: "abc", end: "def" },
      text: "【督办】演练 https://duban.example.org/t/abcdef",
    },
  },
};

const now = new Date("2026-09-01T16:30:00Z");

interface Request {
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}
type Reply = { status?: number; headers?: Record<string, string>; body: unknown };

/** An HTTP server in place of a provider; requests to any host are sent to it. */
async function provider(answer: (request: Request) => Reply) {
  const requests: Request[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const asked = String(incoming.headers["x-asked"]);
    const request = { url: asked, headers: incoming.headers, body: Buffer.concat(chunks).toString("utf8") };
    requests.push(request);
    const { status = 200, headers = {}, body } = answer(request);
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const fetching = ((url: string, init: RequestInit) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), "x-asked": url },
    })) as typeof fetch;
  return { requests, fetching };
}

function transport(url: string, fetching: typeof fetch, at = now) {
  return createSmsTransport({ urls: [url], log: () => undefined, fetch: fetching, now: () => at });
}

describe("Aliyun", () => {
  const url =
    "aliyun://testId:test%2FSecret@dysmsapi.aliyuncs.com/?sign=%E7%9D%A3%E5%8A%9E&template.DUBAN_ZH_DUE=SMS_71390007";

  it("has the signature of its documented example", () => {
    const example = {
      SignatureMethod: "HMAC-SHA1",
      SignatureNonce: "45e25e9b-0a6f-4070-8c85-2956eda1b466",
      AccessKeyId: "testId",
      SignatureVersion: "1.0",
      Timestamp: "2017-07-12T02:42:19Z",
      Format: "XML",
      Action: "SendSms",
      Version: "2017-05-25",
      RegionId: "cn-hangzhou",
      PhoneNumbers: "15300000001",
      SignName: "阿里云短信测试专用",
      TemplateParam: '{"customer":"test"}',
      TemplateCode: "SMS_71390007",
      OutId: "123",
    };
    expect(aliyunSignature("GET", example, "testSecret")).toBe("zJDF+Lrzhj/ThnlvIToysFRq6t4=");
  });

  /** Checks the signature as the provider does, from the request as received. */
  function signedWell({ body }: Request): boolean {
    const pairs = body.split("&").filter((pair) => !pair.startsWith("Signature="));
    const text = `POST&%2F&${encodeURIComponent([...pairs].sort().join("&"))}`;
    const signature = createHmac("sha1", "test/Secret&").update(text).digest("base64");
    return new URLSearchParams(body).get("Signature") === signature;
  }

  it("is sent number, signature, template, variables and OutId, signed", async () => {
    const { requests, fetching } = await provider((request) =>
      signedWell(request)
        ? { body: { Code: "OK", BizId: "1^0" } }
        : { status: 400, body: { Code: "SignatureDoesNotMatch" } },
    );
    expect(await transport(url, fetching).send(message)).toMatchObject({
      state: "sent",
      provider: "dysmsapi.aliyuncs.com",
    });
    expect(requests[0]?.url).toBe("https://dysmsapi.aliyuncs.com/");
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toMatchObject({
      Action: "SendSms",
      AccessKeyId: "testId",
      PhoneNumbers: "13800138000",
      SignName: "督办",
      TemplateCode: "SMS_71390007",
      TemplateParam: JSON.stringify(message.sms?.variables),
      OutId: "reference-1",
      Timestamp: "2026-09-01T16:30:00Z",
    });
    await transport(url, fetching).send({ ...message, to: "+85291234567" });
    expect(new URLSearchParams(requests[1]?.body).get("PhoneNumbers")).toBe("85291234567");
    expect(new URLSearchParams(requests[1]?.body).get("SignatureNonce")).not.toBe(
      new URLSearchParams(requests[0]?.body).get("SignatureNonce"),
    );
  });

  it("reports gateway errors as the operator's to correct, never as an invalid address", async () => {
    for (const Code of [
      "SignatureDoesNotMatch",
      "InvalidAccessKeyId.NotFound",
      "Throttling.User",
      "isp.RAM_PERMISSION_DENY",
    ]) {
      const { fetching } = await provider(() => ({ status: 403, body: { Code, Message: "testId is not allowed" } }));
      const outcome = await transport(url, fetching).send(message);
      expect(outcome).toMatchObject({ state: "failed", code: Code });
      expect(outcome.detail).not.toContain("testId");
    }
  });

  it("is queried about an SMS page by page, on the day of sending in China", async () => {
    const details = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ OutId: `reference-${from + index}`, SendStatus: 3 }));
    const { requests, fetching } = await provider(({ body }) => {
      const page = new URLSearchParams(body).get("CurrentPage");
      return {
        body: { Code: "OK", SmsSendDetailDTOs: { SmsSendDetailDTO: page === "1" ? details(100, 50) : details(1, 7) } },
      };
    });
    const { lookUp } = transport(url, fetching);
    expect(await lookUp?.("reference-1", message.to, new Date("2026-09-01T10:00:00Z"))).toBe("sent");
    const asked = requests.map(({ body }) => new URLSearchParams(body));
    expect(asked.map((each) => [each.get("SendDate"), each.get("CurrentPage")])).toEqual([
      ["20260901", "1"],
      ["20260901", "2"],
    ]);
    expect(asked[0]?.get("PhoneNumber")).toBe("13800138000");
    expect(await lookUp?.("never-sent", message.to, new Date("2026-09-01T10:00:00Z"))).toBe("not sent");
    requests.length = 0;
    await lookUp?.("never-sent", message.to, new Date("2026-09-01T15:58:00Z"));
    expect(new Set(requests.map(({ body }) => new URLSearchParams(body).get("SendDate")))).toEqual(
      new Set(["20260901", "20260902"]),
    );
  });

  it("may not list a message that was sent two minutes ago", async () => {
    const { fetching } = await provider(() => ({ body: { Code: "OK", SmsSendDetailDTOs: { SmsSendDetailDTO: [] } } }));
    const { lookUp } = transport(url, fetching);
    expect(await lookUp?.("reference-1", message.to, new Date(now.getTime() - 119_000))).toBe("unknown");
    expect(await lookUp?.("reference-1", message.to, new Date(now.getTime() - 121_000))).toBe("not sent");
  });
});

describe("Tencent Cloud", () => {
  const url =
    "tencent://AKIDid:secretKey@sms.tencentcloudapi.com/?app=1400000000&sign=%E7%9D%A3%E5%8A%9E&template.DUBAN_ZH_DUE=449739";

  it("has the signature of its documented example", () => {
    // The documentation replaces the credentials by asterisks, and signs with these.
    const stars = "*".repeat(32);
    const payload = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}';
    const call = {
      service: "cvm",
      host: "cvm.tencentcloudapi.com",
      action: "DescribeInstances",
      payload,
      timestamp: 1_551_113_065,
    };
    expect(tencentAuthorization(call, { id: `AKID${stars}`, key: stars })).toBe(
      `TC3-HMAC-SHA256 Credential=AKID${stars}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, ` +
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
    );
  });

  it("is sent number, signature, template and variables in their order, signed", async () => {
    const { requests, fetching } = await provider(({ headers, body }) => {
      const call = {
        service: "sms",
        host: "sms.tencentcloudapi.com",
        action: String(headers["x-tc-action"]),
        payload: body,
        timestamp: Number(headers["x-tc-timestamp"]),
      };
      const signed = headers.authorization === tencentAuthorization(call, { id: "AKIDid", key: "secretKey" });
      return {
        body: {
          Response: signed
            ? { SendStatusSet: [{ SerialNo: "1", Code: "Ok", Message: "send success" }] }
            : { Error: { Code: "AuthFailure.SignatureFailure", Message: "wrong" } },
        },
      };
    });
    expect(await transport(url, fetching).send(message)).toMatchObject({ state: "sent", code: "Ok" });
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      PhoneNumberSet: ["+8613800138000"],
      SmsSdkAppId: "1400000000",
      SignName: "督办",
      TemplateId: "449739",
      TemplateParamSet: Object.values(message.sms?.brief.variables ?? {}),
      SessionContext: "reference-1",
    });
    expect(requests[0]?.headers["x-tc-version"]).toBe("2021-01-11");
    const wrong = transport(url.replace("secretKey", "another"), fetching);
    expect(await wrong.send(message)).toMatchObject({ state: "failed", code: "AuthFailure.SignatureFailure" });
  });

  it.each([
    ["FailedOperation.PhoneNumberInBlacklist", { state: "refused", address: true }],
    ["InvalidParameterValue.IncorrectPhoneNumber", { state: "refused", address: true }],
    ["FailedOperation.ContainSensitiveWord", { state: "refused", address: false }],
    ["LimitExceeded.PhoneNumberThirtySecondLimit", { state: "failed", retryAfterMs: 30_000 }],
    ["FailedOperation.InsufficientBalanceInSmsPackage", { state: "failed" }],
    ["FailedOperation.TemplateIncorrectOrUnapproved", { state: "failed" }],
    ["InternalError.Timeout", { state: "unknown" }],
    ["InternalError.OtherError", { state: "failed" }],
  ])("means by %s: %o", async (Code, outcome) => {
    const { fetching } = await provider(() => ({
      body: {
        Response: { SendStatusSet: [{ Code, Message: "+8613800138000 refused", PhoneNumber: "+8613800138000" }] },
      },
    }));
    const result = await transport(url, fetching).send(message);
    expect(result).toMatchObject({ ...outcome, code: Code });
    expect(JSON.stringify(result)).not.toContain("138001");
  });

  it("cannot be queried about an SMS", async () => {
    expect(transport(url, fetch).lookUp).toBeUndefined();
  });
});

describe("Twilio", () => {
  const url = "twilio://ACsid:token-word@api.twilio.com/?from=+15005550006";

  it("is sent number and text, with the account's credentials", async () => {
    const { requests, fetching } = await provider(() => ({
      status: 201,
      body: { sid: "SM1", status: "queued", error_code: null },
    }));
    expect(await transport(url, fetching).send(message)).toMatchObject({ state: "sent", code: "queued" });
    expect(requests[0]?.url).toBe("https://api.twilio.com/2010-04-01/Accounts/ACsid/Messages.json");
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from("ACsid:token-word").toString("base64")}`);
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      To: "+8613800138000",
      From: "+15005550006",
      Body: message.sms?.text,
    });
    await transport(url.replace("+15005550006", "MG123"), fetching).send(message);
    expect(new URLSearchParams(requests[1]?.body).get("MessagingServiceSid")).toBe("MG123");
  });

  it.each([
    [400, 21211, { state: "refused", address: true }],
    [400, 21610, { state: "refused", address: true }],
    [400, 21614, { state: "refused", address: true }],
    [400, 21635, { state: "refused", address: true }],
    [400, 21617, { state: "refused", address: false }],
    [400, 21606, { state: "failed" }],
    [401, 20003, { state: "failed" }],
    [404, 20404, { state: "failed" }],
    [429, 20429, { state: "failed", code: "HTTP 429", retryAfterMs: 7_000 }],
    [500, 20500, { state: "failed", code: "HTTP 500" }],
  ])("means by %i with code %i: %o", async (status, code, outcome) => {
    const { fetching } = await provider(() => ({
      status,
      headers: { "retry-after": "7" },
      body: { code, message: "The number +8613800138000 of ACsid with token-word", status },
    }));
    const result = await transport(url, fetching).send(message);
    expect(result).toMatchObject(outcome);
    expect(JSON.stringify(result)).not.toMatch(/138001|token-word|ACsid/);
  });
});

describe("a response of no known provider", () => {
  it.each([
    [200, "<html>welcome to this hotel</html>", "unknown"],
    [504, "<html>gateway time-out</html>", "unknown"],
    [502, "<html>bad gateway</html>", "failed"],
    [404, "", "failed"],
    [429, "{}", "failed"],
  ])("with status %i is judged by it", async (status, body, state) => {
    const { fetching } = await provider(() => ({ status, body }));
    expect(await transport("tencent://a:b@c/?app=1&sign=x", fetching).send(message)).toMatchObject({
      state,
      code: `HTTP ${status}`,
    });
  });

  it("or one that redirects is not followed with a secret", async () => {
    const { requests, fetching } = await provider(() => ({
      status: 307,
      headers: { location: "http://127.0.0.1:9/" },
      body: "",
    }));
    expect(await transport("aliyun://a:b@c/?sign=x", fetching).send(message)).toMatchObject({ state: "failed" });
    expect(requests).toHaveLength(1);
  });
});

describe("an invalid setting", () => {
  it.each([
    ["carrier-pigeon://a:b@c", /scheme "carrier-pigeon"; expected aliyun:, sandbox:, tencent:, twilio:/],
    ["aliyun://key@dysmsapi.aliyuncs.com/?sign=x", /no host, user or password; expected aliyun:\/\//],
    ["aliyun://key:s3cret@dysmsapi.aliyuncs.com/", /no sign=/],
    ["tencent://key:s3cret@sms.tencentcloudapi.com/?sign=x", /no app=/],
    ["twilio://key:s3cret%ZZ@api.twilio.com/?from=1", /has a %/],
    ["twilio://key:s3cret@api.twilio.com/", /no from=/],
    ["sandbox:", /expected sandbox:http:\/\/host:port/],
    ["constructor:x", /scheme "constructor"/],
  ])("%s is named with what was expected, and without its secret", (url, message) => {
    const create = () => createSmsTransport({ urls: [url], log: () => undefined });
    expect(create).toThrow(message);
    expect(create).not.toThrow(/s3cret/);
  });
});
