import { homedir } from "node:os";
import { join, resolve } from "node:path";
import proxyAddr from "proxy-addr";
import { z } from "zod";
import { isLoopback } from "./domain/loopback.ts";

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
  /** MAIL_FROM. @default "Duban 督办 <duban@example.org>" */
  mailFrom: string;
}

/** A setting has a wrong value; the message names each one with what was expected, secrets masked. */
export class ConfigError extends Error {
  readonly code = "CONFIG";
  override readonly name = "ConfigError";
  /** One line a variable. */
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Settings that cannot be used:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
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
const path = z.string().transform((value) => resolve(value));

/** Each variable: what it may be, in a schema and in words. */
const variables = {
  DUBAN_HOME: [path, "a folder"],
  DUBAN_CACHE: [path, "a folder"],
  DATABASE_URL: [provider("postgres:", "postgresql:"), "postgres://user:password@host:5432/database"],
  TEMPORAL_ADDRESS: [z.string().regex(/^(\[[\da-fA-F:.]+\]|[\w.-]+):\d{1,5}$/), "host:port, such as 127.0.0.1:7233"],
  TEMPORAL_NAMESPACE: [z.string().regex(/^\S+$/), "a name without spaces"],
  SMTP_URL: [
    several(provider("smtp:", "smtps:")),
    "smtp://user:password@host:587 or smtps://…, several separated by spaces in order of failover",
  ],
  SMS_URL: [
    z.literal("none").or(several(provider("sandbox:", "aliyun:", "tencent:", "twilio:"))),
    "aliyun://…, tencent://…, twilio://… or sandbox:http://host:port, several separated by spaces in order of failover, or none",
  ],
  TRUST_PROXY: [proxies, "addresses or networks of proxies, such as loopback, uniquelocal or 10.0.0.0/8"],
  DUBAN_SANDBOX: [z.enum(["0", "1"]), "1, or nothing"],
  DUBAN_WEBHOOKS_PRIVATE: [z.enum(["0", "1"]), "1, or nothing"],
  PUBLIC_URL: [
    provider("http:", "https:")
      .refine((value) => !/[?#]/.test(value))
      .transform((value) => value.replace(/\/+$/, "")),
    "https://host without ? or #",
  ],
  SECRET_KEY: [z.string().min(32), "at least 32 characters, such as `openssl rand -hex 32` prints"],
  PORT: [
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535)),
    "a whole number from 0 to 65535 (0: any free port)",
  ],
  HOST: [z.string().regex(/^[\w.:-]+$/), "an address to listen on, such as 127.0.0.1 or 0.0.0.0"],
  CHROMIUM: [path, "the executable of Chromium, Chrome or Edge, such as /usr/bin/chromium"],
  MAIL_FROM: [
    z.string().regex(/^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/),
    "name@host or Name <name@host>",
  ],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

/**
 * @returns the settings, defaults filled in. An empty variable counts as not set.
 * @throws {ConfigError} naming every variable that cannot be used, its value (secrets masked) and what was expected.
 */
export function readConfig(env: Environment = process.env): Config {
  const problems: string[] = [];
  const read = <N extends keyof typeof variables>(name: N): z.output<(typeof variables)[N][0]> | undefined => {
    const value = env[name]?.trim();
    if (!value) return undefined;
    const [schema, expected] = variables[name];
    const result = schema.safeParse(value);
    if (result.success) return result.data as z.output<(typeof variables)[N][0]>;
    problems.push(`${name} is ${masked(name, value)}; expected ${expected}`);
    return undefined;
  };
  const address = read("TEMPORAL_ADDRESS");
  const databaseUrl = read("DATABASE_URL");
  const publicUrl = read("PUBLIC_URL");
  const secretKey = read("SECRET_KEY");
  const chromium = read("CHROMIUM");
  const sms = read("SMS_URL") ?? [];
  const config: Config = {
    home: read("DUBAN_HOME") ?? resolve(".duban"),
    cache: read("DUBAN_CACHE") ?? join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "duban"),
    ...(databaseUrl && { databaseUrl }),
    temporal: { ...(address && { address }), namespace: read("TEMPORAL_NAMESPACE") ?? "default" },
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
    mailFrom: read("MAIL_FROM") ?? "Duban 督办 <duban@example.org>",
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** Whether others than this machine reach the portal, as far as the settings say. */
export const isReachable = ({ host, publicUrl }: Pick<Config, "host" | "publicUrl">): boolean =>
  !isLoopback(host) || (publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname));

/**
 * Refuses to let others in half-way: whoever reaches the portal must not read what was meant for somebody else's mailbox.
 * @throws {ConfigError} naming each setting that is missing
 */
export function refuseExposed(config: Config): void {
  if (!isReachable(config) || config.sandbox) return;
  const why = `the portal can be reached from elsewhere (${isLoopback(config.host) ? `PUBLIC_URL is ${config.publicUrl}` : `HOST is ${config.host}`})`;
  const missing = [
    ...(config.smtp.length === 0 ? ["SMTP_URL is not set; expected a mail server"] : []),
    ...(config.sms.length === 0 && !config.noSms ? ["SMS_URL is not set; expected an SMS provider, or none"] : []),
    ...(config.secretKey ? [] : ["SECRET_KEY is not set; expected at least 32 characters"]),
  ];
  if (missing.length === 0) return;
  throw new ConfigError([
    ...missing.map((one) => `${one}, since ${why}`),
    "DUBAN_SANDBOX=1 lets others in for a trial",
  ]);
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
function masked(name: string, value: string): string {
  if (name === "SECRET_KEY") return `set, ${value.length} characters long`;
  return JSON.stringify(
    value
      .replace(/(:\/\/[^\s/@:,]*):[^\s]*@/g, "$1:***@")
      .replace(/([?&][^=&\s]*(?:pass|secret|token|key|sign)[^=&\s]*=)[^&\s]*/gi, "$1***"),
  );
}
