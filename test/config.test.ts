import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../config.ts";

const problem = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).code).toBe("CONFIG");
    return (error as ConfigError).message;
  }
  throw new Error(`${JSON.stringify(env)} was taken`);
};

describe("settings", () => {
  it("send traces to an endpoint, or to an address of their own", () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/" };
    const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example.org/in" };
    expect(readConfig(endpoint).tracesUrl).toBe("http://collector:4318/v1/traces");
    expect(readConfig({ ...endpoint, ...own }).tracesUrl).toBe("https://traces.example.org/in");
    expect(problem({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" })).toContain("expected http://host:4318");
  });

  it("are all optional: unset or empty means the embedded default", () => {
    const expected = {
      home: resolve(".duban"),
      cache: "/somewhere/duban",
      temporal: { namespace: "default" },
      connections: 12,
      queues: ["rounds", "couriers"],
      healthPort: 8081,
      drainSeconds: 0,
      smtp: [],
      sms: [],
      trustProxy: [],
      sandbox: false,
      port: 8080,
      host: "127.0.0.1",
      mailFrom: "Duban 督办 <duban@example.org>",
    };
    expect(readConfig({ XDG_CACHE_HOME: "/somewhere" })).toStrictEqual(expected);
    expect(readConfig({ XDG_CACHE_HOME: "/somewhere", PORT: "", DATABASE_URL: " ", SMTP_URL: "" })).toStrictEqual(
      expected,
    );
  });

  it("are accepted if they are valid", () => {
    const config = readConfig({
      DUBAN_HOME: "/data",
      DUBAN_CACHE: "/cache",
      DATABASE_URL: "postgresql://u:p@db:5432/duban",
      TEMPORAL_ADDRESS: "temporal.example.org:7233",
      TEMPORAL_NAMESPACE: "city",
      PUBLIC_URL: "https://duban.example.org/",
      SECRET_KEY: "0123456789abcdef0123456789abcdef",
      PORT: "0",
      HOST: "0.0.0.0",
      TEMPORAL_DEPLOYMENT_NAME: "duban",
      TEMPORAL_WORKER_BUILD_ID: "0.3.0",
      DATABASE_CONNECTIONS: "30",
      DUBAN_QUEUES: "couriers, couriers",
      DUBAN_CONCURRENCY: "8",
      HEALTH_PORT: "9000",
      DRAIN_SECONDS: "5",
      MAIL_FROM: "督办 <d@example.org>",
    });
    expect(config).toStrictEqual({
      home: "/data",
      cache: "/cache",
      databaseUrl: "postgresql://u:p@db:5432/duban",
      temporal: { address: "temporal.example.org:7233", namespace: "city" },
      deployment: { name: "duban", buildId: "0.3.0" },
      connections: 30,
      queues: ["couriers"],
      concurrency: 8,
      healthPort: 9000,
      drainSeconds: 5,
      smtp: [],
      sms: [],
      trustProxy: [],
      sandbox: false,
      publicUrl: "https://duban.example.org",
      secretKey: "0123456789abcdef0123456789abcdef",
      port: 0,
      host: "0.0.0.0",
      mailFrom: "督办 <d@example.org>",
    });
  });

  it("list several providers in order of failover, separated by spaces or commas", () => {
    const config = readConfig({
      SMTP_URL: "smtps://a:b%2Cc@one.example.org smtp://two.example.org:25,smtp://127.0.0.1:2525",
      SMS_URL: "aliyun://id:key@dysmsapi.aliyuncs.com\n sandbox:http://127.0.0.1:99",
    });
    expect(config.smtp).toEqual([
      "smtps://a:b%2Cc@one.example.org",
      "smtp://two.example.org:25",
      "smtp://127.0.0.1:2525",
    ]);
    expect(config.sms).toEqual(["aliyun://id:key@dysmsapi.aliyuncs.com", "sandbox:http://127.0.0.1:99"]);
  });

  it.each([
    ["PORT", "80a", "a whole number from 0 to 65535"],
    ["PORT", "65536", "a whole number from 0 to 65535"],
    ["PORT", "-1", "a whole number from 0 to 65535"],
    ["DATABASE_URL", "mysql://db/duban", "postgres://"],
    ["TEMPORAL_ADDRESS", "http://host", "host:port"],
    ["TEMPORAL_ADDRESS", "host", "host:port"],
    ["SMTP_URL", "mail.example.org:25", "smtp://"],
    ["SMTP_URL", "smtp://one.example.org http://two.example.org", "smtp://"],
    ["SMS_URL", "http://sms.example.org", "aliyun://"],
    ["SMS_URL", "sandbox:nowhere", "sandbox:http://"],
    ["PUBLIC_URL", "duban.example.org", "https://host"],
    ["PUBLIC_URL", "https://duban.example.org/?a=b", "https://host"],
    ["MAIL_FROM", "nobody", "name@host"],
    ["MAIL_FROM", "a@b\nBcc: c@d", "name@host"],
    ["DATABASE_CONNECTIONS", "1", "a whole number from 2 to 500"],
    ["DUBAN_QUEUES", "rounds planners", "one or several of rounds, couriers"],
    ["TEMPORAL_WORKER_BUILD_ID", "a b", "letters, digits"],
    ["HOST", "not a host", "an address to listen on"],
  ])("are reported with variable, value and what was expected: %s=%s", (name, value, expected) => {
    const message = problem({ [name]: value });
    expect(message).toContain(`${name} is ${JSON.stringify(value)}; expected`);
    expect(message).toContain(expected);
  });

  it("of proxies are addresses and networks", () => {
    expect(readConfig({ TRUST_PROXY: "loopback, 10.0.0.0/8" }).trustProxy).toEqual(["loopback", "10.0.0.0/8"]);
    expect(problem({ TRUST_PROXY: "everybody" })).toContain('TRUST_PROXY is "everybody"; expected');
  });

  it("of a versioned worker must be given together", () => {
    expect(problem({ TEMPORAL_DEPLOYMENT_NAME: "duban" })).toContain("expected both, or neither");
  });

  it("are all checked before errors are reported", () => {
    const message = problem({ PORT: "x", HOST: "a b" });
    expect(message).toMatch(/PORT is "x".*\n.*HOST is "a b"/);
  });

  it.each([
    ["SECRET_KEY", "hunter2hunter2"],
    ["DATABASE_URL", "mysql://root:hunter2@db/duban"],
    ["DATABASE_URL", "mysql://root:hunter2/with@odd@db:x/duban"],
    ["SMTP_URL", "smtp://ok.example.org smpt://user:hunter2@mail.example.org"],
    ["SMS_URL", "nexmo://id:hunter2@sms.example.org"],
    ["SMS_URL", "nexmo://sms.example.org?api_secret=hunter2&sender=duban"],
  ])("are reported without secrets: %s", (name, value) => {
    const message = problem({ [name]: value });
    expect(message).toContain(name);
    expect(message).not.toContain("hunter2");
  });
});
