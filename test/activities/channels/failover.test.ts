import { describe, expect, it } from "vitest";
import { type Attempt, createFailover, type Provider } from "../../../activities/channels/failover.ts";

/** A provider with given outcomes, which counts its calls. */
function provider(name: string, ...answers: (Partial<Attempt> & Pick<Attempt, "state">)[]) {
  let asked = 0;
  const one: Provider<string> = {
    name,
    attempt: async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      return { provider: name, code: "CODE", detail: "", ...answer } as Attempt;
    },
  };
  return Object.assign(one, { asked: () => asked });
}

const down = { state: "failed", down: true } as const;
const slow = { ...down, slow: true } as const;
const sent = { state: "sent" } as const;

function failover(providers: readonly Provider<string>[]) {
  const clock = { now: 0 };
  const logged: string[] = [];
  const carry = createFailover(providers, {
    log: (line, about) => logged.push(`${line}: ${about?.provider}`),
    now: () => new Date(clock.now),
  });
  return { carry, clock, logged };
}

describe("providers in order of failover", () => {
  it("are tried one after the other until one accepts the message", async () => {
    const [first, second, third] = [provider("a", { state: "failed" }), provider("b", sent), provider("c", sent)];
    const { carry } = failover([first, second, third]);
    expect(await carry("message")).toEqual({ state: "sent", provider: "b", code: "CODE", detail: "" });
    expect([first, second, third].map((one) => one.asked())).toEqual([1, 1, 0]);
  });

  it.each(["refused", "unknown"] as const)("are not tried further after one has answered %s", async (state) => {
    const second = provider("b", sent);
    const { carry } = failover([provider("a", { state, address: true } as Attempt), second]);
    expect(await carry("message")).toMatchObject({ state, provider: "a" });
    expect(second.asked()).toBe(0);
  });

  it("report the last one's message when all fail", async () => {
    const { carry } = failover([
      provider("a", down),
      provider("b", { state: "failed", code: "LAST", retryAfterMs: 5 }),
    ]);
    expect(await carry("message")).toMatchObject({ state: "failed", provider: "b", code: "LAST", retryAfterMs: 5 });
  });

  it("report whether the last one is down, as opposed to a message that cannot be accepted now", async () => {
    expect(await failover([provider("a", down)]).carry("letter")).toMatchObject({ state: "failed", down: true });
    expect(await failover([provider("a", { state: "failed" })]).carry("letter")).not.toHaveProperty("down");
  });

  it("are skipped for 30 seconds while they are down, and come first again after that", async () => {
    const first = provider("a", down, sent);
    const { carry, clock, logged } = failover([first, provider("b", sent)]);
    for (clock.now = 0; clock.now < 30_000; clock.now += 10_000) await carry("message");
    expect(first.asked()).toBe(1);
    clock.now = 30_000;
    expect(await carry("message")).toMatchObject({ provider: "a" });
    expect(logged).toEqual(["provider is down: a", "provider answers again: a"]);
  });

  it("are not skipped for temporarily refusing one message", async () => {
    const first = provider("a", { state: "failed" });
    const { carry } = failover([first, provider("b", sent)]);
    await carry("message");
    await carry("message");
    expect(first.asked()).toBe(2);
  });

  it("are tried all the same when all are down, unless that costs a timeout", async () => {
    const only = provider("a", down, down, sent);
    const { carry } = failover([only]);
    expect([await carry("x"), await carry("y"), await carry("z")].map(({ state }) => state)).toEqual([
      "failed",
      "failed",
      "sent",
    ]);
  });

  it("are skipped after three consecutive timeouts, and the outcome says when to try again", async () => {
    const only = provider("a", slow, slow, slow, sent);
    const { carry, clock } = failover([only]);
    for (const message of ["x", "y", "z"]) await carry(message);
    clock.now = 10_000;
    expect(await carry("message")).toMatchObject({ state: "failed", code: "DOWN", retryAfterMs: 20_000 });
    expect(only.asked()).toBe(3);
    clock.now = 30_000;
    expect(await carry("message")).toMatchObject({ state: "sent" });
  });

  it("that fail before sending anything leave the message to the next, without quoting it", async () => {
    const broken: Provider<string> = { name: "a", attempt: async (message) => Promise.reject(new URIError(message)) };
    expect(await failover([broken, provider("b", sent)]).carry("secret words")).toMatchObject({ state: "sent" });
    const outcome = await failover([broken]).carry("secret words");
    expect(outcome).toMatchObject({ state: "failed", code: "URIError" });
    expect(JSON.stringify(outcome)).not.toContain("secret");
  });

  it("of which there is none leave a message for later", async () => {
    expect(await failover([]).carry("message")).toMatchObject({ state: "failed", code: "NO_PROVIDER" });
  });
});
