import { describe, expect, it } from "vitest";
import { channelParts } from "../../../activities/channels/index.ts";
import { addressFor, channelRules, codeOrder, isReachedBy } from "../../../domain/channels/index.ts";
import { languages } from "../../../domain/messages/languages/index.ts";
import { type Channel, channels } from "../../../domain/terms.ts";

const person = {
  addresses: {
    email: { value: "office@example.org", state: "ok" },
    sms: { value: "+8613800138000", state: "refused" },
  },
};
const examples: Readonly<Record<Channel, readonly [string, string]>> = {
  email: ["Office@Example.org", "office@"],
  sms: ["138 0013 8000", "138 0013 800"],
};
const hidden: Readonly<Record<Channel, string>> = { email: "ffice", sms: "0013" };

describe.each(channels)("the channel %s", (channel) => {
  it("parses its own kind of address, and rejects invalid ones", () => {
    const [good, bad] = examples[channel];
    expect(channelRules[channel].parse(good)).toBe(addressFor(person, channel));
    expect(channelRules[channel].parse(bad)).toBeUndefined();
    expect(channelRules[channel].expected).not.toBe("");
  });

  it("masks an address so that only its owner recognizes it", () => {
    const address = addressFor(person, channel) ?? "";
    const masked = channelRules[channel].masked(address);
    expect(masked).toContain("***");
    expect(masked).not.toContain(hidden[channel]);
  });

  it("renders an access code in every language", () => {
    for (const language of Object.values(languages)) {
      const note = { kind: "code", name: "王", code: "123456", sender: "Duban" } as const;
      expect(JSON.stringify(channelParts[channel].note(language, note))).toContain("123456");
    }
  });
});

it("a channel does not reach a person at a refused address, and access codes use the preferred channel first", () => {
  expect(channels.filter((channel) => isReachedBy(person, channel))).toEqual(["email"]);
  expect(codeOrder).toEqual(["sms", "email"]);
});
