import { schedule } from "node-cron";
import { describe, expect, it } from "vitest";
import { logSchedules } from "../../worker/cron-log.ts";
import { createLog, redacted, withRequest } from "../../worker/log.ts";
import { engineLogger } from "../../worker/runtime.ts";
import { freshDatabase } from "../support/database.ts";

/** Values that must not occur in a log: of a person, of a link, of a setting. */
const canaries = {
  name: "金丝雀",
  email: "canary.7@example.org",
  phone: "+86 138 0013 8007",
  mobile: "13800138007",
  code: "CanaryC0de77",
  password: "hunter2canary",
};
const told = (line: string): string[] => Object.values(canaries).filter((canary) => line.includes(canary));

function listener() {
  let said = "";
  const write = (line: string): void => {
    said += line;
  };
  return { write, said: () => said };
}

const faults: Readonly<Record<string, () => unknown>> = {
  "an error that quotes a row": () => new Error(`Key (email)=(${canaries.email}) of ${canaries.name} already exists`),
  "an error within an error": () => new Error("failed", { cause: new Error(`number ${canaries.phone}`) }),
  "an address in a text": () => ({
    provider: `smtp://user:${canaries.password}@mail.example.org`,
    about: canaries.email,
  }),
  "a link in a text": () => ({ url: `https://duban.example.org/t/${canaries.code}?lang=en` }),
  "a number in a text": () => ({ said: `sent to ${canaries.phone} and ${canaries.mobile}` }),
  "fields of an error": () => ({
    error: Object.assign(new Error("x"), { detail: canaries.name, stack: canaries.email }),
  }),
  "a failure as the engine's library tells it": () => ({
    failure: { message: canaries.name, stackTrace: canaries.email, cause: { message: canaries.phone } },
  }),
};

describe("a line of the log", () => {
  it.each(Object.keys(faults))("contains nothing personal: %s", (name) => {
    const fault = faults[name]?.();
    const ours = listener();
    createLog("info", ours).line(`something failed ${canaries.email}`, { fault, task: "t1" });
    const engines = listener();
    engineLogger("WARN", engines.write).warn(`Activity failed /t/${canaries.code}`, { error: fault });
    for (const said of [ours.said(), engines.said(), JSON.stringify(redacted(fault))]) {
      expect(said.length).toBeGreaterThan(0);
      expect(told(said), said).toEqual([]);
    }
    expect(ours.said()).toContain('"task":"t1"');
  });

  it("is JSON, for our lines and the engine's, with the id of its request", async () => {
    const ours = listener();
    const log = createLog("info", ours);
    await withRequest("r1", async () => {
      await Promise.resolve();
      log.line("a page failed", { route: "/t/:code" });
    });
    log.line("of no request");
    const engines = listener();
    engineLogger("WARN", engines.write).error("Activity failed", { activityType: "deliver" });
    const lines = `${ours.said()}${engines.said()}`
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      expect.objectContaining({ level: 40, msg: "a page failed", route: "/t/[code]", request: "r1" }),
      expect.not.objectContaining({ request: expect.anything() }),
      expect.objectContaining({ level: 50, msg: "Activity failed", activityType: "deliver" }),
    ]);
    for (const { time } of lines) expect(new Date(time).toISOString()).toBe(time);
  });

  it("names a database error by class and code, not by the row that it concerns", async () => {
    const { db } = await freshDatabase();
    const insert = () => db.$executeRaw`insert into person (id, name, language, shard, created_at)
      values (${"p"}, ${canaries.name}, 'zh-CN', 0, now())`;
    await insert();
    const error: unknown = await insert().catch((one: unknown) => one);
    expect(String(error)).not.toBe("");
    const ours = listener();
    createLog("info", ours).line("a page failed", { error });
    expect(told(ours.said())).toEqual([]);
    expect(ours.said()).toMatch(/PrismaClient\w+Error/);
  });
});

it("what the library of schedules says of a look that fails is a line as any other, without what the error quotes", async () => {
  const heard = listener();
  logSchedules(createLog("warn", heard));
  const task = schedule("0 0 1 1 *", () => Promise.reject(new TypeError(`${canaries.name} ${canaries.email}`)));
  await task.execute().catch(() => undefined);
  await task.destroy();
  expect(JSON.parse(heard.said())).toMatchObject({ msg: "a scheduled look failed", error: { error: "TypeError" } });
  expect(told(heard.said())).toEqual([]);
});
