import { describe, expect, it, onTestFinished } from "vitest";
import { createCarriers } from "../../../activities/channels/index.ts";
import { channels } from "../../../domain/terms.ts";
import { startInbox } from "../../../local/inbox.ts";

const mailFrom = "Duban 督办 <duban@example.org>";

describe("the channels", () => {
  it("carry letters as the settings say", async () => {
    const inbox = await startInbox();
    onTestFinished(() => inbox.stop());
    const carriers = createCarriers({ smtp: [inbox.smtpUrl], sms: [inbox.smsUrl], mailFrom }, () => undefined);
    expect([...carriers.keys()]).toEqual([...channels]);
    const words = { reference: "r-1", name: "Li", email: { subject: "s", text: "t", html: "h" } };
    const sms = { template: "T", variables: {}, text: "【督办】t" };
    await carriers.get("email")?.send({ ...words, to: "li@example.org" });
    await carriers.get("sms")?.send({ reference: "r-2", name: "Li", to: "+447700900001", sms });
    expect(inbox.acceptLog.map(({ channel, to }) => [channel, to])).toEqual([
      ["email", "li@example.org"],
      ["sms", "+447700900001"],
    ]);
    for (const carrier of carriers.values()) await carrier.close();
  });

  it("are only those that are set", () => {
    expect(createCarriers({ smtp: [], sms: [], mailFrom }, () => undefined).size).toBe(0);
  });
});
