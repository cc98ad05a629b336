import { beforeAll, describe, expect, test } from "vitest";
import { RefusedError } from "../../domain/errors.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { words } from "../../domain/words.ts";
import { storiesOf } from "../../records/messages/stories.ts";
import { storyOf } from "../../records/views/pages.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;
let caseId: string;
let fix: string;

beforeAll(async () => {
  city = await startWorld();
});

/** Records a finding on Monday at 09:00; a major one is due five business days later, at the end of the next Monday. */
async function find(severity = "major"): Promise<void> {
  organization = await city.organization();
  const start = {
    duty: "29",
    organizationId: organization.id,
    subject: "消防通道堵塞",
    actor: "administrator" as const,
  };
  caseId = await city.start({ ...start, facts: { severity } });
  fix = (await city.task(caseId, "fix")).id;
  await city.settled();
}

const state = async (): Promise<string> => {
  const found = await city.db.case.findUnique({ where: { id: caseId } });
  return found?.state ?? "";
};
const wall = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
const by = (role: Parameters<Organization["person"]>[0]) => ({ personId: organization.person(role) });
const submission = { values: { note: "通道已清理" }, files: [] };

describe("a rectification", () => {
  test("is requested from the secretariat by e-mail and SMS as soon as the finding is recorded", async () => {
    city.newMessages();
    await find();
    const messages = city.newMessages(organization);
    expect(recipientsOf(messages)).toEqual(["secretariat email", "secretariat sms"]);
    expect(messages.find((one) => one.channel === "email")?.text).toContain("消防通道堵塞");
    expect(messages.find((one) => one.channel === "sms")?.text).toMatch(/\/t\/[0-9A-Za-z]{12}/);
  });

  test("escalates to the supervisory board, the legal representative and the authority if nobody submits in time", async () => {
    city = await worldBy("2031-03-03 17:00", city);
    await find();
    city.newMessages();
    await city.until("2031-03-06 12:00");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email"]); // half of the term has passed
    await city.until("2031-03-07 09:05");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email", "secretariat sms"]); // −1
    await city.until("2031-03-10 17:59");
    expect(recipientsOf(city.newMessages(organization))).toEqual([]);
    await city.until("2031-03-10 18:05");
    const due = city.newMessages(organization);
    expect(recipientsOf(due)).toEqual(["secretariat email", "supervisory-board email", "supervisory-board sms"]);
    await city.until("2031-03-11 09:05");
    const legal = city.newMessages(organization);
    expect(recipientsOf(legal)).toContain("legal-representative email");
    expect(recipientsOf(legal)).toContain("legal-representative sms");
    expect(recipientsOf(legal)).not.toContain("authority email");
    await city.until("2031-03-13 09:05");
    const authority = city.newMessages(organization).filter((one) => one.to === organization.email("authority"));
    expect(authority).toHaveLength(1);
    expect(authority[0]?.text).toContain("mail sent: secretariat"); // the history of the task
    await city.until("2031-03-18 09:05");
    expect(recipientsOf(city.newMessages(organization))).toEqual([
      "authority email",
      "legal-representative email",
      "secretariat email",
      "supervisory-board email",
    ]);
    await city.record("round-of-a-climb", "round-29-0");
    await city.record("courier-of-a-climb", "courier-0");
  });

  test("is verified by the supervisory board, and closed only when it is accepted", async () => {
    await find();
    city.newMessages();
    await city.act({ taskId: fix, verb: "submit", actor: by("secretariat"), submission });
    await city.settled();
    expect(recipientsOf(city.newMessages(organization))).toEqual(["supervisory-board email"]);
    expect(await state()).toBe("open");
    await city.act({ taskId: fix, verb: "accept", actor: by("supervisory-board") });
    await city.settled();
    expect(await city.resultOf(`rectification-${caseId}`)).toBe("verified");
    await city.record("rectification-verified", `rectification-${caseId}`);
    expect(await state()).toBe("done");
  });

  test("is never verified by its doer or by an administrator", async () => {
    await find();
    await city.act({ taskId: fix, verb: "submit", actor: by("secretariat"), submission });
    const accept = (actor: Parameters<World["act"]>[0]["actor"]) => city.act({ taskId: fix, verb: "accept", actor });
    await expect(accept(by("secretariat"))).rejects.toThrow(RefusedError);
    await expect(accept("administrator")).rejects.toThrow(RefusedError);
  });

  test("follows the verifier's ladder while nobody verifies it", async () => {
    await find();
    await city.act({ taskId: fix, verb: "submit", actor: by("secretariat"), submission });
    await city.settled();
    city.newMessages();
    const start = city.now();
    await city.until(`${new Date(start.getTime() + 16 * 86_400_000).toISOString().slice(0, 10)} 10:00`);
    const roles = recipientsOf(city.newMessages(organization));
    expect(roles).toContain("supervisory-board sms");
    expect(roles).toContain("legal-representative email");
    expect(roles).toContain("authority email");
    expect(roles).not.toContain("secretariat sms");
  });

  test("has a new due day after a return with a reason, and the second return notifies the legal representative at once", async () => {
    await find();
    await city.act({ taskId: fix, verb: "submit", actor: by("secretariat"), submission });
    await city.settled();
    city.newMessages();
    const back = { taskId: fix, verb: "return" as const, actor: by("supervisory-board"), reason: "照片看不清" };
    await expect(city.act({ ...back, reason: "" })).rejects.toThrow(/reason/);
    await city.act(back);
    await city.settled();
    const first = city.newMessages(organization);
    expect(recipientsOf(first)).toEqual(["secretariat email", "secretariat sms"]);
    expect(first.find((one) => one.channel === "email")?.text).toContain("照片看不清");
    expect((await city.task(caseId, "fix")).state).toBe("returned");
    await city.act({ taskId: fix, verb: "submit", actor: by("secretariat"), submission });
    await city.settled();
    city.newMessages();
    await city.act({ ...back, reason: "仍看不清" });
    await city.settled();
    expect(recipientsOf(city.newMessages(organization))).toContain("legal-representative email");
  });

  test("is extended by the board after a request with a reason, and reminds by the new day", async () => {
    await find();
    const before = (await city.task(caseId, "fix")).dueAt;
    const until = instantAt(new Date(before.getTime() + 7 * 86_400_000).toISOString().slice(0, 10), "18:00", zone);
    city.newMessages();
    await city.act({ taskId: fix, verb: "ask-extension", actor: by("secretariat"), until, reason: "等待施工队" });
    await city.settled();
    expect(recipientsOf(city.newMessages(organization))).toEqual(["supervisory-board email"]);
    await city.act({ taskId: fix, verb: "grant-extension", actor: by("supervisory-board") });
    await city.settled();
    expect((await city.task(caseId, "fix")).dueAt).toEqual(until);
    city.newMessages();
    await city.until(`${before.toISOString().slice(0, 10)} 18:30`);
    expect(recipientsOf(city.newMessages(organization))).not.toContain("supervisory-board email"); // nothing is sent at the old D
    await city.until(`${until.toISOString().slice(0, 10)} 18:05`);
    expect(recipientsOf(city.newMessages(organization))).toContain("supervisory-board email");
  });

  test("sends one notice to those who have it when it is cancelled, and nothing after that", async () => {
    await find();
    city.newMessages();
    const { cancelCase } = await import("../../client/cases/cases.ts");
    const cancel = { caseId, actor: "administrator" as const, reason: "重复登记" };
    expect(await cancelCase(city.context, cancel)).toEqual({ changed: true });
    expect(await cancelCase(city.context, cancel)).toEqual({ changed: false });
    await city.settled();
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email"]);
    expect(await city.resultOf(`rectification-${caseId}`)).toBe("cancelled");
    await city.record("rectification-cancelled", `rectification-${caseId}`);
    await city.until(`${new Date(city.now().getTime() + 20 * 86_400_000).toISOString().slice(0, 10)} 10:00`);
    expect(city.newMessages(organization).filter((one) => one.task === fix)).toEqual([]);
  });

  test("is one case when started twice under one key, and one submission when submitted twice", async () => {
    organization = await city.organization();
    const start = {
      duty: "29",
      organizationId: organization.id,
      key: "F-1",
      subject: "同一问题",
      actor: "administrator" as const,
    };
    caseId = await city.start(start);
    expect(await city.start(start)).toBe(caseId);
    fix = (await city.task(caseId, "fix")).id;
    const submit = { taskId: fix, verb: "submit" as const, actor: by("secretariat"), submission };
    const both = await Promise.all([city.act(submit), city.act(submit)]);
    expect(both.map((one) => one.changed).sort()).toEqual([false, true]);
    expect(await city.db.evidence.count({ where: { taskId: fix } })).toBe(1);
  });

  test("that was found at night has a log of which message was sent, which one waits for the morning, and when that one was sent", async () => {
    const day = new Date(city.now().getTime() + 86_400_000).toISOString().slice(0, 10);
    await city.until(`${day} 23:10`);
    await find();
    const lines = async () =>
      (await storyOf(city.db, caseId))
        .filter(({ verb }) => Object.hasOwn(words.sending, verb))
        .map(({ verb, at, until, because, people }) => [verb, wall(at), until && wall(until), because, people]);
    const secretary = [expect.stringContaining("secretariat")];
    const left = ["sent-email", "23:10", undefined, undefined, secretary];
    expect(await lines()).toEqual(expect.arrayContaining([left, ["held-sms", "23:10", "08:00", "night", secretary]]));
    await city.until(`${new Date(city.now().getTime() + 86_400_000).toISOString().slice(0, 10)} 08:05`);
    expect(await lines()).toEqual([left, ["sent-sms", "08:00", undefined, undefined, secretary]]);
    const [story = []] = [(await storiesOf(city.db, [fix])).get(fix)];
    expect(story.map(({ verb, who }) => [verb, who])).toEqual([
      ["sent-email", ["secretariat"]],
      ["sent-sms", ["secretariat"]],
    ]);
  });
});
