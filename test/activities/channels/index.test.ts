import { describe, expect, it, onTestFinished } from "vitest";
import { createTransports } from "../../../activities/channels/index.ts";
import { channels } from "../../../domain/terms.ts";
import { startInbox } from "../../../local/inbox.ts";

const mailFrom = "Duban 督办 <duban@example.org>";

describe("the channels", () => {
  it("send messages as configured", async () => {
    const inbox = await startInbox();
    onTestFinished(() => inbox.stop());
    const transports = createTransports({ smtp: [inbox.smtpUrl], sms: [inbox.smsUrl], mailFrom }, () => undefined);
    expect([...transports.keys()]).toEqual([...channels]);
    const words = { reference: "r-1", name: "Li", email: { subject: "s", text: "t", html: "h" } };
    const sms = { template: "T", variables: {}, text: "【督办】t", brief: { variables: {}, text: "【督办】t" } };
    await transports.get("email")?.send({ ...words, to: "li@example.org" });
    await transports.get("sms")?.send({ reference: "r-2", name: "Li", to: "+447700900001", sms });
    expect(inbox.acceptLog.map(({ channel, to }) => [channel, to])).toEqual([
      ["email", "li@example.org"],
      ["sms", "+447700900001"],
    ]);
    for (const transport of transports.values()) await transport.close();
  });

  it("are only those that are configured", () => {
    expect(createTransports({ smtp: [], sms: [], mailFrom }, () => undefined).size).toBe(0);
  });
});
