import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { endCampaign } from "../../client/kinds/campaign.ts";
import { recordDonations } from "../../client/kinds/donation.ts";
import { type DonorMatter, raiseDonorMatter } from "../../client/kinds/donor-matters.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { cancelOpenCases } from "../support/cancel-open-cases.ts";
import { chapters } from "../support/chapters.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { rungsOf, sentByLadder } from "../support/sent-by-ladder.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;
let caseId: string;

beforeAll(async () => {
  city = await startWorld();
});

const day = (offset: number): string => dateIn(new Date(city.now().getTime() + offset * 86_400_000), zone);
const plus = (from: string, offset: number): string =>
  new Date(Date.parse(from) + offset * 86_400_000).toISOString().slice(0, 10);
const by = (role: Parameters<Organization["person"]>[0]) => ({ personId: organization.person(role) });
const disclosures = () =>
  city.db.disclosure.findMany({
    where: { caseId },
    orderBy: { dueAt: "asc" },
    select: { period: true, dueAt: true, publishedAt: true, lateAt: true, hash: true },
  });

async function start(more: { emergency?: boolean; startsOn?: string; endsOn?: string } = {}): Promise<string> {
  // Starts the case directly; test/stories/fundraising.test.ts covers the gate.
  organization = await city.organization({ type: "HUB" });
  const startsOn = day(0);
  const facts = { title: "暴雨救灾", emergency: true, startsOn, ...more };
  const { id: organizationId } = organization;
  caseId = await city.start({ duty: "40a", organizationId, subject: facts.title, facts, actor: "administrator" });
  await city.settled();
  return startsOn;
}
const donate = (on: string, amount: string, direction: "received" | "used" = "received", key?: string) =>
  recordDonations(city.context, {
    caseId,
    rows: [{ on, direction, amount, ...(key && { key }) }],
    actor: "administrator",
  });
const publish = async (period: string, role: "secretariat" = "secretariat") => {
  const { id: taskId } = await city.task(caseId, `publish:${period}`);
  const result = await city.act({ taskId, verb: "submit", actor: by(role), submission: { values: {}, files: [] } });
  await city.settled();
  return result;
};

describe("the disclosure of an emergency's donations", () => {
  const chapter = chapters();
  let first: string;

  chapter("is requested two days before the fifth day, with its figures already computed", async () => {
    const startsOn = await start();
    first = plus(startsOn, 5);
    await donate(startsOn, "12000");
    await donate(startsOn, "500.50", "used");
    await city.until(`${plus(startsOn, 3)} 08:59`);
    expect(recipientsOf(city.newMessages(organization))).toEqual([]);
    await city.until(`${plus(startsOn, 3)} 09:05`);
    const messages = city.newMessages(organization);
    expect(recipientsOf(messages)).toEqual(["secretariat email", "secretariat sms"]);
    const mail = messages.find((one) => one.channel === "email");
    expect(mail?.text).toContain("¥12,000.00");
    expect(mail?.text).toContain("¥500.50");
  });

  chapter("is published in time, with its instant and hash and without a mark", async () => {
    await publish(first);
    const [one] = await disclosures();
    expect(one).toMatchObject({ period: first, lateAt: null });
    expect(one?.publishedAt).not.toBeNull();
    expect(one?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  chapter("is published once, even if it is submitted twice", async () => {
    const before = await disclosures();
    expect((await publish(first)).changed).toBe(false);
    expect(await disclosures()).toEqual(before);
  });

  chapter("is requested every five days, also on weekends", async () => {
    await city.until(`${plus(first, 1)} 09:05`);
    expect((await disclosures()).map((one) => one.period)).toEqual([first, plus(first, 5)]);
  });

  chapter(
    "bears the late mark permanently if it is not published in time, and escalates to the supervisory board and the authority",
    async () => {
      const second = plus(first, 5);
      await city.until(`${second} 23:00`);
      city.newMessages();
      await city.until(`${plus(second, 1)} 08:05`);
      expect(recipientsOf(city.newMessages(organization))).toEqual(
        expect.arrayContaining([
          "legal-representative email",
          "legal-representative sms",
          "supervisory-board email",
          "supervisory-board sms",
        ]),
      );
      await city.until(`${plus(second, 2)} 09:05`);
      expect(recipientsOf(city.newMessages(organization))).toContain("authority email");
      await publish(second);
      const late = (await disclosures()).find((one) => one.period === second);
      expect(late?.lateAt).not.toBeNull();
      expect(late?.publishedAt).not.toBeNull();
    },
  );

  chapter("is requested for the next five days even while an earlier one is late", async () => {
    const startsOn = await start();
    await city.until(`${plus(startsOn, 11)} 10:00`);
    expect((await disclosures()).map((one) => one.period)).toEqual(
      expect.arrayContaining([plus(startsOn, 5), plus(startsOn, 10), plus(startsOn, 15)]),
    );
  });
});

describe("the end of a campaign", () => {
  test("requests the full disclosure within three months; the case is done when it is published", async () => {
    await cancelOpenCases(city);
    const startsOn = await start({ emergency: false });
    await donate(startsOn, "100", "received", "R-1");
    await donate(startsOn, "100", "received", "R-1");
    await endCampaign(city.context, { caseId, endedOn: day(0), actor: "administrator" });
    await city.until(`${day(1)} 09:30`);
    const [final] = await disclosures();
    expect(final?.period).toBe("final");
    await city.until(`${dateIn(new Date((final?.dueAt.getTime() ?? 0) - 86_400_000), zone)} 12:00`);
    expect(recipientsOf(city.newMessages(organization))).toContain("secretariat email");
    await publish("final");
    expect(await city.resultOf(`disclosure-${caseId}`)).toBe("disclosed");
    await city.record("disclosure-in-full", `disclosure-${caseId}`);
    expect(await city.db.donation.count({ where: { caseId } })).toBe(1);
  });

  test("can be moved, and the due day moves with it", async () => {
    await start({ emergency: false });
    await endCampaign(city.context, { caseId, endedOn: day(0), actor: "administrator" });
    // Later than the longest holiday could move it.
    await city.until(`${day(14)} 09:30`);
    const [before] = await disclosures();
    await endCampaign(city.context, { caseId, endedOn: day(0), actor: "administrator" });
    const [moved] = await disclosures();
    expect(moved?.dueAt.getTime()).toBeGreaterThan(before?.dueAt.getTime() ?? 0);
    expect((await city.task(caseId, "publish:final")).dueAt).toEqual(moved?.dueAt);
  });

  test("requests nothing more if the campaign is cancelled", async () => {
    await start();
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "误登记" });
    expect(await city.resultOf(`disclosure-${caseId}`)).toBe("cancelled");
    await city.record("disclosure-given-up", `disclosure-${caseId}`);
    city.newMessages();
    await city.until(`${day(12)} 10:00`);
    expect(city.newMessages(organization)).toEqual([]);
  });

  test("refuses donations of days that do not exist, are in the future or before its start, and names each", async () => {
    const startsOn = await start();
    await expect(donate("2031-02-30", "1")).rejects.toThrow(/2031-02-30/);
    await expect(donate(plus(startsOn, 2), "1")).rejects.toThrow(plus(startsOn, 2));
    await expect(donate(plus(startsOn, -1), "1")).rejects.toThrow(plus(startsOn, -1));
    await expect(donate(startsOn, "12.345")).rejects.toThrow(/12\.345/);
  });
});

describe("other matters of a campaign", () => {
  const all = ["authority email", "legal-representative email", "secretariat email", "supervisory-board email"];
  const secretariat = ["secretariat email", "secretariat sms"];
  const legal = ["legal-representative email", "legal-representative sms"];
  const board = ["supervisory-board email", "supervisory-board sms"];
  const copy = (...roles: string[]): string[] => roles.map((role) => `${role} email copy`);

  /** Raises a matter of a donor in the campaign of a new organization. */
  async function raise(matter: DonorMatter, on?: string): Promise<string> {
    await start({ emergency: false, startsOn: "2031-08-04", endsOn: "2031-12-31" });
    city.newMessages();
    const raised = { caseId, matter, what: "善款用于第一批书包", key: "K-1", actor: "administrator" as const };
    const { taskId, created } = await raiseDonorMatter(city.context, { ...raised, ...(on !== undefined && { on }) });
    expect(created).toBe(true);
    expect(await raiseDonorMatter(city.context, raised)).toMatchObject({ taskId, created: false });
    await city.settled();
    return taskId;
  }
  const campaign = async () => (await city.db.case.findUniqueOrThrow({ where: { id: caseId } })).state;
  const taskOf = (taskId: string) => city.db.task.findUniqueOrThrow({ where: { id: taskId } });
  const submit = (taskId: string, values: Record<string, string>) =>
    city.act({ taskId, verb: "submit", actor: by("secretariat"), submission: { values, files: [] } });

  interface Matter {
    matter: DonorMatter;
    words: string;
    due: string;
    values: Record<string, string>;
    silence: Record<string, string[]>;
  }
  const matters: Matter[] = [
    {
      matter: "query",
      words: "a donor's question is answered within twenty days",
      due: "2031-09-22", // twenty days later is Sunday 09-21
      values: { answer: "已购书包 400 个" },
      silence: {
        "09-01 10h": ["secretariat email"],
        "09-08 09h": secretariat, // −10, −5 and −2 business days
        "09-15 09h": secretariat,
        "09-18 09h": secretariat,
        "09-19 09h": ["legal-representative email"], // −1
        "09-22 09h": [...secretariat, ...legal], // D
        "09-23 09h": [...board, "secretariat email", ...copy("legal-representative")], // +1
        "09-24 09h": ["authority email", ...copy("supervisory-board")], // +2, then every 2
        "09-26 09h": all,
        "09-30 09h": all,
      },
    },
    {
      matter: "change-use",
      words: "a changed use is filed within ten days of the decision",
      due: "2031-09-11",
      values: { "filing-number": "穗民募〔2031〕7号" },
      silence: {
        "09-01 10h": ["secretariat email"],
        "09-04 09h": secretariat, // −5 business days; −10 was before the decision
        "09-09 09h": secretariat,
        "09-10 09h": ["legal-representative email"],
        "09-11 09h": [...secretariat, ...legal],
        "09-12 09h": [...board, "secretariat email", ...copy("legal-representative")],
        "09-15 09h": ["authority email", ...copy("supervisory-board")],
        ...Object.fromEntries(["17", "19", "23", "25", "29"].map((on) => [`09-${on} 09h`, all])),
      },
    },
    {
      matter: "related",
      words: "dealings with a related party are public within thirty days",
      due: "2031-10-06", // thirty days later is National Day, so D is the Monday after it
      values: { address: "https://example.org/related" },
      silence: {
        "09-01 10h": ["secretariat email"],
        "09-03 09h": ["secretariat email"], // −20, −10, −3 and −1 business days
        "09-17 09h": ["secretariat email"],
        "09-26 09h": ["secretariat email"],
        "09-30 09h": secretariat,
      },
    },
  ];

  // In a separate city, so that no other task is open while these ladders run.
  beforeAll(async () => {
    city = await startWorld();
  });
  const monday = async (at: string): Promise<void> => {
    city = await worldBy(at, city);
    await city.until(at);
  };
  beforeEach(() => cancelOpenCases(city));

  test.each(matters.map((one) => [one.words, one] as const))(
    "%s, and nothing further is sent",
    async (_, { matter, due, values }) => {
      await monday("2031-09-01 10:00");
      const taskId = await raise(matter);
      expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email"]);
      expect(dateIn((await taskOf(taskId)).dueAt, zone)).toBe(due);
      await expect(submit(taskId, {})).rejects.toThrow(/expected/);
      await submit(taskId, values);
      await city.settled();
      expect((await taskOf(taskId)).state).toBe("closed");
      expect(await sentByLadder(city, taskId)).toEqual(["09-01 10h secretariat email"]);
      expect(await campaign()).toBe("open"); // its disclosures continue
    },
  );

  test("escalates on its own days to the authority and repeats while nobody acts; a late answer is accepted", async () => {
    await monday("2031-09-01 10:00");
    const raised: (Matter & { taskId: string; caseId: string; of: Organization })[] = [];
    for (const one of matters) {
      const taskId = await raise(one.matter);
      raised.push({ ...one, taskId, caseId, of: organization });
    }
    await city.until("2031-10-02 12:00");
    for (const { matter, taskId, silence } of raised)
      expect([matter, await sentByLadder(city, taskId)]).toEqual([matter, rungsOf(silence)]);
    await city.until("2031-10-23 12:00");
    const related = raised.find(({ matter }) => matter === "related");
    expect((await sentByLadder(city, related?.taskId ?? "")).filter((line) => line > "10-03")).toEqual(
      rungsOf({
        "10-07 09h": [...board, ...legal], // +1
        "10-09 09h": ["authority email", ...copy("supervisory-board", "legal-representative")], // +3
        "10-16 09h": all, // then every 5
        "10-23 09h": all,
      }),
    );
    for (const { taskId, values, of, ...one } of raised) {
      ({ caseId } = one);
      organization = of;
      await submit(taskId, values);
      expect((await taskOf(taskId)).state).toBe("closed");
      expect(await campaign()).toBe("open");
    }
    await city.settled();
    city.newMessages();
    await city.until("2031-10-31 12:00");
    expect(city.newMessages().filter(({ task }) => raised.some(({ taskId }) => taskId === task))).toEqual([]);
  });

  test("notifies the person who must publish a transaction that is entered four weeks late before anybody above them", async () => {
    await monday("2031-11-03 10:00");
    const taskId = await raise("related", "2031-10-06"); // thirty days later is Wednesday 11-05
    await city.until("2031-11-06 12:00");
    expect(await sentByLadder(city, taskId)).toEqual(
      rungsOf({
        "11-03 10h": ["secretariat email"],
        "11-04 09h": secretariat,
        "11-06 09h": [...board, ...legal],
      }),
    );
  });
});
