import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../../config.ts";
import { refuseExposed } from "../../../worker/processes/required-settings.ts";

describe("an installation that others can reach", () => {
  const whole = {
    PUBLIC_URL: "https://duban.example.org",
    SMTP_URL: "smtp://mail.example.org",
    SMS_URL: "twilio://id:key@api.example.org",
    SECRET_KEY: "0123456789abcdef0123456789abcdef",
  };
  const refusal = (env: Record<string, string>): string => {
    try {
      refuseExposed(readConfig(env));
      return "";
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as ConfigError).message;
    }
  };

  it("starts with every setting, and says if there is no SMS", () => {
    expect(refusal(whole)).toBe("");
    expect(refusal({ ...whole, SMS_URL: "none" })).toBe("");
    expect(readConfig({ SMS_URL: "none" })).toMatchObject({ sms: [], noSms: true });
  });

  it.each(["SMTP_URL", "SMS_URL", "SECRET_KEY"])(
    "is refused without %s, whether by PUBLIC_URL, HOST or a trusted proxy",
    (name) => {
      for (const [by, value] of [
        ["PUBLIC_URL", whole.PUBLIC_URL],
        ["HOST", "0.0.0.0"],
        ["HOST", "192.0.2.7"],
        ["TRUST_PROXY", "loopback"],
      ] as const) {
        const said = refusal({ ...whole, PUBLIC_URL: "", [by]: value, [name]: "" });
        expect(said).toContain(`(${by} is ${value})`);
        expect(said).toContain(`${name} is not set; expected`);
        expect(said).toContain("DUBAN_SANDBOX=1");
      }
    },
  );

  it("is accepted as a trial if that is configured", () => {
    expect(refusal({ HOST: "0.0.0.0", DUBAN_SANDBOX: "1" })).toBe("");
  });

  it("is not one that only this machine can reach", () => {
    for (const HOST of ["127.0.0.1", "::1", "localhost"]) expect(refusal({ HOST })).toBe("");
    expect(refusal({ PUBLIC_URL: "http://localhost:8080" })).toBe("");
    expect(refusal({ PUBLIC_URL: "http://localhost.example.org" })).not.toBe("");
  });
});
