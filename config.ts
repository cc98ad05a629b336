import { homedir } from "node:os";
import { join, resolve } from "node:path";
import proxyAddr from "proxy-addr";
import { z } from "zod";
import { type QueueName, queues } from "./domain/ids.ts";
import { isLoopback } from "./domain/loopback.ts";
import type { Text } from "./domain/terms.ts";
import { t } from "./domain/words/text.ts";

export type { Text };

/** Everything that can be set from outside. This file alone reads `process.env`. */
export interface Config {
  /** DUBAN_HOME: data folder of the embedded default. @default `.duban` in the working directory */
  home: string;
  /** DUBAN_CACHE: what was fetched once and can be fetched again. @default `duban` in XDG_CACHE_HOME or ~/.cache */
  cache: string;
  /** DATABASE_URL; absent: the embedded PostgreSQL. */
  databaseUrl?: string;
  /** TEMPORAL_ADDRESS (absent: the embedded server) and TEMPORAL_NAMESPACE; TLS, keys and profiles are read by `@temporalio/envconfig`. */
  temporal: { address?: string; namespace: string };
  /**
   * TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_WORKER_BUILD_ID: Worker Versioning, by which a workflow stays with the build that began it
   * (docs/deploy.md); absent: workers are not versioned.
   */
  deployment?: { name: string; buildId: string };
  /** DATABASE_CONNECTIONS: the most that one process opens for its work. @default 12 */
  connections: number;
  /** DUBAN_QUEUES: task queues that `duban worker` takes from. @default all */
  queues: readonly QueueName[];
  /** DUBAN_CONCURRENCY: activities at once, of each queue; absent: what each queue is best with. */
  concurrency?: number;
  /** HEALTH_PORT of `duban worker`; 0 takes a free one. @default 8081 */
  healthPort: number;
  /** DRAIN_SECONDS: how long a portal that ends says so before it takes nothing more. @default 0 */
  drainSeconds: number;
  /** SMTP_URL, in order of failover; empty: the sandbox inbox. */
  smtp: readonly string[];
  /** SMS_URL, in order of failover; empty: the sandbox inbox, or held where SMTP_URL is set. */
  sms: readonly string[];
  /** SMS_URL=none: there is no SMS, and what would be sent by SMS goes by e-mail. */
  noSms?: true;
  /** PUBLIC_URL: where people reach the portal, without a slash at the end. */
  publicUrl?: string;
  /** SECRET_KEY: signs sessions and links; absent: one made by the embedded default (`local/secret.ts`). */
  secretKey?: string;
  /** TRUST_PROXY: addresses of proxies whose `X-Forwarded-For` is believed, in the words of `proxy-addr`; empty: nobody's. */
  trustProxy: readonly string[];
  /** DUBAN_SANDBOX=1: an installation that is reachable from elsewhere and has no real providers, on purpose; every page says so. */
  sandbox: boolean;
  /** DUBAN_WEBHOOKS_PRIVATE=1: webhooks may be on this machine or in its networks, and without TLS. */
  webhooksPrivate?: true;
  /** PORT of the portal; 0 takes a free one. @default 8080 */
  port: number;
  /** HOST the portal listens on. @default "127.0.0.1" */
  host: string;
  /** CHROMIUM: the browser that prints reports as PDF; absent: readers print them. */
  chromium?: string;
  /** OPERATOR_URL: the watchdog posts there what begins to be wrong, and when it is over. */
  operatorUrl?: string;
  /** OPERATOR_EMAIL: the watchdog mails it there, by SMTP_URL and past the couriers. */
  operatorEmail?: string;
  /** HEARTBEAT_URL: of a monitor outside, which the watchdog asks for each minute. */
  heartbeatUrl?: string;
  /** METRICS_PORT, METRICS_HOST (@default "127.0.0.1"), METRICS_TOKEN: where figures for Prometheus are told; absent: nowhere. */
  metrics?: { port: number; host: string; token?: string };
  /** OTEL_EXPORTER_OTLP_ENDPOINT, or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: where traces are told by OTLP; absent: nothing is traced. */
  tracesUrl?: string;
  /** MAIL_FROM. @default "Duban 督办 <duban@example.org>" */
  mailFrom: string;
}

/** A setting has a wrong value; the message names each one with what was expected, secrets masked. */
export class ConfigError extends Error {
  readonly code = "CONFIG";
  override readonly name = "ConfigError";
  /** One line a variable; in Chinese what they have in common is said by the reason. */
  readonly words: Text;
  constructor(problems: readonly Text[]) {
    const all = (language: keyof Text): string => problems.map((problem) => `  ${problem[language]}`).join("\n");
    const words = t(`\n${all("zh")}`, `Settings that cannot be used:\n${all("en")}`);
    super(words.en);
    this.words = words;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const provider = (...schemes: string[]) => z.string().refine((value) => hasScheme(value, schemes));
/** Several, separated by white space or commas (a comma inside a password is written %2C). */
const several = (one: z.ZodType<string, string>) =>
  z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(one).min(1));
const proxies = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter(Boolean))
  .refine((list) => isCompiled(list));
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));
const queueNames = z
  .string()
  .transform((value) => [...new Set(value.split(/[\s,]+/).filter(Boolean))])
  .pipe(z.array(z.enum(Object.keys(queues) as [QueueName, ...QueueName[]])).min(1));
const path = z.string().transform((value) => resolve(value));
const host = z.string().regex(/^[\w.:-]+$/);

/** Each variable: what it may be, in a schema and in words. */
const variables = {
  DUBAN_HOME: [path, t("文件夹", "a folder")],
  DUBAN_CACHE: [path, t("文件夹", "a folder")],
  DATABASE_URL: [
    provider("postgres:", "postgresql:"),
    t("postgres://user:password@host:5432/database", "postgres://user:password@host:5432/database"),
  ],
  TEMPORAL_ADDRESS: [
    z.string().regex(/^(\[[\da-fA-F:.]+\]|[\w.-]+):\d{1,5}$/),
    t("host:port，例如127.0.0.1:7233", "host:port, such as 127.0.0.1:7233"),
  ],
  TEMPORAL_NAMESPACE: [z.string().regex(/^\S+$/), t("不含空格的名称", "a name without spaces")],
  SMTP_URL: [
    several(provider("smtp:", "smtps:")),
    t(
      "smtp://user:password@host:587或smtps://…；可写多个，以空格分隔，前一个不可用时用后一个",
      "smtp://user:password@host:587 or smtps://…, several separated by spaces in order of failover",
    ),
  ],
  SMS_URL: [
    z.literal("none").or(several(provider("sandbox:", "aliyun:", "tencent:", "twilio:"))),
    t(
      "aliyun://…、tencent://…、twilio://…或sandbox:http://host:port，可写多个，以空格分隔，前一个不可用时用后一个；不发短信的写none",
      "aliyun://…, tencent://…, twilio://… or sandbox:http://host:port, several separated by spaces in order of failover, or none",
    ),
  ],
  TRUST_PROXY: [
    proxies,
    t(
      "代理的地址或网段，例如loopback、uniquelocal或10.0.0.0/8",
      "addresses or networks of proxies, such as loopback, uniquelocal or 10.0.0.0/8",
    ),
  ],
  DUBAN_SANDBOX: [z.enum(["0", "1"]), t("1，或者不写", "1, or nothing")],
  DUBAN_WEBHOOKS_PRIVATE: [z.enum(["0", "1"]), t("1，或者不写", "1, or nothing")],
  PUBLIC_URL: [
    provider("http:", "https:")
      .refine((value) => !/[?#]/.test(value))
      .transform((value) => value.replace(/\/+$/, "")),
    t("https://host，不含?和#", "https://host without ? or #"),
  ],
  SECRET_KEY: [
    z.string().min(32),
    t("至少32个字符，可由`openssl rand -hex 32`生成", "at least 32 characters, such as `openssl rand -hex 32` prints"),
  ],
  PORT: [whole(0, 65_535), t("0至65535的整数（0为任意空闲端口）", "a whole number from 0 to 65535 (0: any free port)")],
  HEALTH_PORT: [
    whole(0, 65_535),
    t("0至65535的整数（0为任意空闲端口）", "a whole number from 0 to 65535 (0: any free port)"),
  ],
  DATABASE_CONNECTIONS: [whole(2, 500), t("2至500的整数", "a whole number from 2 to 500")],
  DUBAN_QUEUES: [
    queueNames,
    t(`其中一个或多个：${Object.keys(queues).join("、")}`, `one or several of ${Object.keys(queues).join(", ")}`),
  ],
  DUBAN_CONCURRENCY: [whole(1, 200), t("1至200的整数", "a whole number from 1 to 200")],
  DRAIN_SECONDS: [whole(0, 15), t("0至15的整数", "a whole number from 0 to 15")],
  TEMPORAL_DEPLOYMENT_NAME: [
    z.string().regex(/^[\w-]{1,100}$/),
    t("字母、数字、_和-，例如duban", "letters, digits, _ and -, such as duban"),
  ],
  TEMPORAL_WORKER_BUILD_ID: [
    z.string().regex(/^[\w.-]{1,100}$/),
    t("字母、数字、_、-和.，例如0.3.0", "letters, digits, _, - and ., such as 0.3.0"),
  ],
  HOST: [host, t("监听的地址，例如127.0.0.1或0.0.0.0", "an address to listen on, such as 127.0.0.1 or 0.0.0.0")],
  METRICS_PORT: [
    whole(0, 65_535),
    t("0至65535的整数（0为任意空闲端口）", "a whole number from 0 to 65535 (0: any free port)"),
  ],
  METRICS_HOST: [
    host,
    t("监听的地址，例如127.0.0.1或0.0.0.0", "an address to listen on, such as 127.0.0.1 or 0.0.0.0"),
  ],
  METRICS_TOKEN: [z.string().regex(/^\S{16,}$/), t("至少16个字符，不含空格", "at least 16 characters without spaces")],
  OTEL_EXPORTER_OTLP_ENDPOINT: [
    provider("http:", "https:"),
    t("http://host:4318，其后自动加上/v1/traces", "http://host:4318, to which /v1/traces is added"),
  ],
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: [
    provider("http:", "https:"),
    t("http://host:4318/v1/traces", "http://host:4318/v1/traces"),
  ],
  CHROMIUM: [
    path,
    t(
      "Chromium、Chrome或Edge的程序文件，例如/usr/bin/chromium",
      "the executable of Chromium, Chrome or Edge, such as /usr/bin/chromium",
    ),
  ],
  OPERATOR_URL: [
    provider("http:", "https:"),
    t("https://host/path，接收JSON的POST请求", "https://host/path that takes a POST of JSON"),
  ],
  OPERATOR_EMAIL: [z.string().regex(/^[^<>@\s,]+@[^<>@\s,]+$/), t("name@host", "name@host")],
  HEARTBEAT_URL: [
    provider("http:", "https:"),
    t("https://host/path，每分钟访问一次", "https://host/path that is asked for each minute"),
  ],
  MAIL_FROM: [
    z.string().regex(/^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/),
    t("name@host或Name <name@host>", "name@host or Name <name@host>"),
  ],
} as const satisfies Record<string, readonly [z.ZodType, Text]>;

/** What is expected of a variable. */
export const expectedOf = (name: keyof typeof variables): Text => variables[name][1];

/**
 * @returns the settings, defaults filled in. An empty variable counts as not set.
 * @throws {ConfigError} naming every variable that cannot be used, its value (secrets masked) and what was expected.
 */
export function readConfig(env: Environment = process.env): Config {
  const problems: Text[] = [];
  const read = <N extends keyof typeof variables>(name: N): z.output<(typeof variables)[N][0]> | undefined => {
    const value = env[name]?.trim();
    if (!value) return undefined;
    const [schema, expected] = variables[name];
    const result = schema.safeParse(value);
    if (result.success) return result.data as z.output<(typeof variables)[N][0]>;
    const shown = masked(name, value);
    problems.push(t(`${name}为${shown.zh}；应为${expected.zh}`, `${name} is ${shown.en}; expected ${expected.en}`));
    return undefined;
  };
  const address = read("TEMPORAL_ADDRESS");
  const databaseUrl = read("DATABASE_URL");
  const publicUrl = read("PUBLIC_URL");
  const secretKey = read("SECRET_KEY");
  const chromium = read("CHROMIUM");
  const operatorUrl = read("OPERATOR_URL");
  const operatorEmail = read("OPERATOR_EMAIL");
  const heartbeatUrl = read("HEARTBEAT_URL");
  const sms = read("SMS_URL") ?? [];
  const deploymentName = read("TEMPORAL_DEPLOYMENT_NAME");
  const buildId = read("TEMPORAL_WORKER_BUILD_ID");
  if ((deploymentName === undefined) !== (buildId === undefined))
    problems.push(
      t(
        "TEMPORAL_DEPLOYMENT_NAME和TEMPORAL_WORKER_BUILD_ID须同时设置，或者都不设置",
        "TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_WORKER_BUILD_ID go together; expected both, or neither",
      ),
    );
  const concurrency = read("DUBAN_CONCURRENCY");
  const metricsPort = read("METRICS_PORT");
  const metricsHost = read("METRICS_HOST") ?? "127.0.0.1";
  const metricsToken = read("METRICS_TOKEN");
  const otlp = read("OTEL_EXPORTER_OTLP_ENDPOINT");
  const tracesUrl = read("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ?? (otlp && `${otlp.replace(/\/+$/, "")}/v1/traces`);
  // Figures name nobody, and still are nobody else's: other machines show a token.
  if (metricsPort !== undefined && !metricsToken && !isLoopback(metricsHost))
    problems.push(
      t(
        `没有设置METRICS_TOKEN，而METRICS_HOST为${metricsHost}；应设置令牌，或改为127.0.0.1`,
        `METRICS_TOKEN is not set, and METRICS_HOST is ${metricsHost}; expected a token, or 127.0.0.1`,
      ),
    );
  const config: Config = {
    home: read("DUBAN_HOME") ?? resolve(".duban"),
    cache: read("DUBAN_CACHE") ?? join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "duban"),
    ...(databaseUrl && { databaseUrl }),
    temporal: { ...(address && { address }), namespace: read("TEMPORAL_NAMESPACE") ?? "default" },
    ...(deploymentName && buildId && { deployment: { name: deploymentName, buildId } }),
    connections: read("DATABASE_CONNECTIONS") ?? 12,
    queues: read("DUBAN_QUEUES") ?? (Object.keys(queues) as QueueName[]),
    ...(concurrency && { concurrency }),
    healthPort: read("HEALTH_PORT") ?? 8081,
    drainSeconds: read("DRAIN_SECONDS") ?? 0,
    smtp: read("SMTP_URL") ?? [],
    sms: sms === "none" ? [] : sms,
    ...(sms === "none" && { noSms: true as const }),
    trustProxy: read("TRUST_PROXY") ?? [],
    sandbox: read("DUBAN_SANDBOX") === "1",
    ...(read("DUBAN_WEBHOOKS_PRIVATE") === "1" && { webhooksPrivate: true as const }),
    ...(publicUrl && { publicUrl }),
    ...(secretKey && { secretKey }),
    port: read("PORT") ?? 8080,
    host: read("HOST") ?? "127.0.0.1",
    ...(chromium && { chromium }),
    ...(operatorUrl && { operatorUrl }),
    ...(operatorEmail && { operatorEmail }),
    ...(heartbeatUrl && { heartbeatUrl }),
    ...(metricsPort !== undefined && {
      metrics: { port: metricsPort, host: metricsHost, ...(metricsToken && { token: metricsToken }) },
    }),
    ...(tracesUrl && { tracesUrl }),
    mailFrom: read("MAIL_FROM") ?? "Duban 督办 <duban@example.org>",
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** The environment for a program we start, with some variables set: here, because this file alone reads it. */
export function childEnvironment(extra: Environment = {}, env: Environment = process.env): NodeJS.ProcessEnv {
  return { ...env, ...extra };
}

function isCompiled(list: string[]): boolean {
  try {
    proxyAddr.compile(list);
    return true;
  } catch {
    return false;
  }
}

function hasScheme(value: string, schemes: readonly string[]): boolean {
  const scheme = schemes.find((known) => value.toLowerCase().startsWith(known));
  if (!scheme) return false;
  if (scheme === "sandbox:") return value.length === scheme.length || URL.canParse(value.slice(scheme.length));
  return value.toLowerCase().startsWith(`${scheme}//`) && URL.canParse(value) && new URL(value).host !== "";
}

/** Whatever could be a password is not shown, also in a URL too broken to be parsed. */
function masked(name: string, value: string): Text {
  if (name === "SECRET_KEY") return t(`${value.length}个字符`, `set, ${value.length} characters long`);
  const shown = JSON.stringify(
    value
      .replace(/(:\/\/[^\s/@:,]*):[^\s]*@/g, "$1:***@")
      .replace(/([?&][^=&\s]*(?:pass|secret|token|key|sign)[^=&\s]*=)[^&\s]*/gi, "$1***"),
  );
  return t(shown, shown);
}
