import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { t } from "./errors.ts";
import type { Failures, SmsFailure } from "./inbox-failures.ts";
import type { InboxStore } from "./inbox-store.ts";
import type { Log } from "./progress.ts";

export interface Gateway {
  /** `sandbox:http://127.0.0.1:PORT`, for SMS_URL. */
  url: string;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  store: InboxStore;
  failures: Failures<SmsFailure>;
  log: Log;
  now(): Date;
  port?: number;
}

interface Sent {
  PhoneNum: string;
  OutId: string;
  BizId: string;
  TemplateCode: string;
  Content: string;
  /** 1 pending, 2 failed, 3 delivered. */
  SendStatus: 1 | 2 | 3;
  SendDate: string;
}

type Parameters = Readonly<Record<string, string>>;
type GatewayReply = { Code: string; Message: string } & Record<string, unknown>;

/** Longest value of a template variable that providers in China accept in every case. */
const variableLimit = 20;
const sentKept = 100_000;

/**
 * An SMS gateway with the interface of Aliyun's Dysmsapi 2017-05-25: `Action=SendSms` with PhoneNumbers, SignName, TemplateCode,
 * TemplateParam (JSON) and OutId; `Action=QuerySendDetails` with PhoneNumber or OutId. As at Aliyun, a repeated request sends a second
 * message. Two parameters are additions: `Text` is the text that the recipient sees; `Meta` (JSON) identifies organization and task.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    answer(request, response, sent, options).catch((error: Error) => {
      options.log(t(`短信网关（试用）：${error.message}`, `Sandbox SMS gateway: ${error.message}`));
      if (!response.headersSent) reply(response, 500, { Code: "isp.SYSTEM_ERROR", Message: error.message });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  return {
    url: `sandbox:http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, sent: Sent[], options: GatewayOptions) {
  const parameters = await readParameters(request);
  if (parameters.Action === "QuerySendDetails") return reply(response, 200, details(sent, parameters));
  const numbers = (parameters.PhoneNumbers ?? "").split(",").filter(Boolean);
  const failure = options.failures.take(numbers);
  if (failure?.reset) return request.socket.destroy();
  if (failure && !failure.timeoutAfterAccept) {
    const { status = 200, code = "isp.SYSTEM_ERROR", message = "refused on command" } = failure;
    return reply(response, status, { Code: code, Message: message });
  }
  const wrong = check(parameters, numbers);
  if (wrong) return reply(response, 200, wrong);
  const BizId = `${options.now().getTime()}${sent.length}^0`;
  for (const number of numbers) {
    const at = options.now().toISOString();
    sent.push({
      PhoneNum: number,
      OutId: parameters.OutId ?? "",
      BizId,
      TemplateCode: parameters.TemplateCode ?? "",
      Content: content(parameters),
      SendStatus: 3,
      SendDate: at,
    });
    if (sent.length > sentKept) sent.splice(0, sentKept / 10);
    const meta = parseObject(parameters.Meta) ?? {};
    await options.store.add({
      channel: "sms",
      to: number,
      from: parameters.SignName ?? null,
      subject: null,
      text: content(parameters),
      html: null,
      at,
      organization: textOf(meta.organization),
      task: textOf(meta.task),
      messageId: parameters.OutId || null,
      headers: parameters,
    });
  }
  // Leaves the connection open without a reply until the sender gives up.
  if (failure?.timeoutAfterAccept) return;
  reply(response, 200, { Code: "OK", Message: "OK", BizId });
}

/** Returns the error that the provider would return, with its code. */
function check(parameters: Parameters, numbers: readonly string[]): GatewayReply | undefined {
  const refuse = (Code: string, Message: string): GatewayReply => ({ Code, Message });
  if (parameters.Action !== undefined && parameters.Action !== "SendSms")
    return refuse("InvalidAction.NotFound", `Action is ${parameters.Action}; expected SendSms or QuerySendDetails`);
  if (numbers.length === 0 || !numbers.every((number) => /^\+?\d{5,15}$/.test(number)))
    return refuse("isv.MOBILE_NUMBER_ILLEGAL", "PhoneNumbers: expected numbers of 5 to 15 digits, separated by commas");
  if (!parameters.SignName) return refuse("isv.SMS_SIGNATURE_ILLEGAL", "SignName is missing");
  if (!parameters.TemplateCode) return refuse("isv.SMS_TEMPLATE_ILLEGAL", "TemplateCode is missing");
  const variables = parseObject(parameters.TemplateParam || "{}");
  if (!variables) return refuse("isv.INVALID_JSON_PARAM", "TemplateParam: expected a JSON object");
  const long = Object.entries(variables).find(([, value]) => [...String(value)].length > variableLimit);
  if (long)
    return refuse("isv.PARAM_LENGTH_LIMIT", `TemplateParam ${long[0]} is longer than ${variableLimit} characters`);
  return undefined;
}

function details(sent: readonly Sent[], { OutId, PhoneNumber, BizId }: Parameters): GatewayReply {
  const found = sent.filter(
    (each) =>
      (!OutId || each.OutId === OutId) &&
      (!PhoneNumber || each.PhoneNum === PhoneNumber) &&
      (!BizId || each.BizId === BizId),
  );
  return {
    Code: "OK",
    Message: "OK",
    TotalCount: found.length,
    SmsSendDetailDTOs: { SmsSendDetailDTO: found.slice(-50) },
  };
}

/** Reads the parameters from the query string, a form or JSON. */
async function readParameters(request: IncomingMessage): Promise<Parameters> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const query = new URL(request.url ?? "/", "http://localhost").searchParams;
  const given = request.headers["content-type"]?.includes("json")
    ? Object.entries(parseObject(body) ?? {}).map(([name, value]) => [name, textOf(value) ?? ""])
    : [...new URLSearchParams(body)];
  return Object.fromEntries([...query, ...given]);
}

function content(parameters: Parameters): string {
  return (
    parameters.Text || `【${parameters.SignName}】${parameters.TemplateCode} ${parameters.TemplateParam ?? ""}`.trim()
  );
}

function reply(response: ServerResponse, status: number, body: GatewayReply): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify({ RequestId: crypto.randomUUID().toUpperCase(), ...body }));
}

function parseObject(json: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json ?? "");
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
