import { beforeAll, describe, expect } from "vitest";
import { startProject } from "../../../client/kinds/project.ts";
import { previewLevel, setLevel } from "../../../client/registry/levels.ts";
import { keepDrafts } from "../../../client/tasks/drafts.ts";
import { rowsOf } from "../../../domain/forms/rows.ts";
import { draftsOf } from "../../../records/tasks/drafts.ts";
import { chapters } from "../../support/chapters.ts";
import { fullForm } from "../../support/forms.ts";
import type { Organization } from "../../support/organization.ts";
import { startWorld, type World } from "../../support/world.ts";

let city: World;
let organization: Organization;

const casesOf = async (duty: string): Promise<string[]> =>
  (await city.db.case.findMany({ where: { organizationId: organization.id, duty }, orderBy: { openedAt: "asc" } })).map(
    ({ key, state }) => `${key} ${state}`,
  );
const set = (level: string, because: string) =>
  setLevel(city.context, { hazard: "respiratory", level, because, actor: "administrator" });
const mailsTo = (role: "secretariat" | "head", messages = city.newMessages(organization)) =>
  messages.filter((one) => one.channel === "email" && one.to === organization.email(role));

/** Open planned occurrences, as `duty period`. */
const openPeriods = async (): Promise<string[]> =>
  (
    await city.db.case.findMany({
      where: { organizationId: organization.id, state: "open", cadence: { not: null } },
    })
  )
    .map(({ duty, key }) => `${duty} ${key}`)
    .sort();
const taskOf = async (duty: string): Promise<{ id: string }> =>
  city.db.task.findFirstOrThrow({ where: { organizationId: organization.id, duty, state: "open" } });
const secretary = () => organization.person("secretariat");
let atNormal: string[];
let project: string;
/** Checks of the running project, with their states. */
const checks = async (): Promise<string[]> =>
  (await city.db.task.findMany({ where: { caseId: project, step: "check" }, orderBy: { openedAt: "asc" } })).map(
    ({ key, state }) => `${key} ${state}`,
  );

beforeAll(async () => {
  city = await startWorld();
  await city.db.hazardLevel.deleteMany();
  organization = await city.organization({ language: "zh-CN" });
  // It joined long ago, so that all periods are whole.
  await city.db.organization.update({
    where: { id: organization.id },
    data: { joinedOn: new Date("2030-01-01"), atOnce: true },
  });
  await city.plan();
  const volunteers = await city.organization({ type: "VOL", language: "zh-CN" });
  const running = { organizationId: volunteers.id, title: "为老送餐", startsOn: "2031-03-03", endsOn: "2031-04-30" };
  project = (await startProject(city.context, { ...running, key: "meals", actor: "administrator" })).caseId;
  await city.settled();
});

describe("a city that goes from normal to response and back in a week", () => {
  const chapter = chapters();
  chapter("has quarterly duties at first, and a preview of a level's effects", async () => {
    expect(await casesOf("22a")).toEqual(["2031-Q1 open"]);
    atNormal = await openPeriods();
    const preview = await previewLevel(city.context, { hazard: "respiratory", level: "response", from: "2031-03-05" });
    expect(preview).toMatchObject({ organizations: 2, reached: 2 });
    expect(preview.superseded).toBeGreaterThan(10);
    // Yearly duties are not open in March; at the higher level they are half-yearly, and open.
    expect(preview.opens).toBeGreaterThan(preview.superseded);
    expect(preview.mails).toBeGreaterThan(3);
    expect(await casesOf("22a")).toEqual(["2031-Q1 open"]);
  });

  chapter(
    "is raised on its day: the weekly cases open and supersede the quarterly ones, and everybody is notified once",
    async () => {
      const day = { hazard: "respiratory", level: "response", from: "2031-03-05", actor: "administrator" } as const;
      await setLevel(city.context, { ...day, because: "本市发现聚集性疫情" });
      await city.until("2031-03-04 23:50");
      expect(await casesOf("22a")).toEqual(["2031-Q1 open"]);
      city.newMessages();
      await city.until("2031-03-05 09:05");
      expect(await casesOf("22a")).toEqual(["2031-Q1 superseded", "2031-W10 open"]);
      const messages = city.newMessages(organization);
      const mails = mailsTo("head", messages).filter(({ text }) => text.includes("呼吸道传染病疫情：应急响应"));
      expect(mails).toHaveLength(1);
      expect(
        messages.filter(({ channel, to, text }) => channel === "sms" && to !== "" && text.includes("应急响应")),
      ).not.toEqual([]);
    },
  );

  chapter("requests a week's tasks once: one is done, another begun", async () => {
    const open = await openPeriods();
    const duties = open.map((one) => one.split(" ")[0]);
    expect(duties).toEqual([...new Set(duties)]);
    const people = await taskOf("22b");
    const submission = { values: await fullForm(city.db, people.id), files: [] };
    await city.act({ taskId: people.id, verb: "submit", actor: { personId: secretary() }, submission });
    expect(await casesOf("22b")).toEqual(["2031-Q1 superseded", "2031-W10 done"]);
    const sites = await taskOf("22a");
    const typed = new Map([[sites.id, { "sites.all.entry": "yes" }]]);
    await keepDrafts(city.context, secretary(), typed);
  });

  chapter("checks a running project weekly from then on, instead of monthly", async () => {
    expect(await checks()).toEqual(["check:2031-03 superseded", "check:2031-W10 open"]);
  });

  chapter("is raised by a workflow that waited for that day", async () => {
    await city.record("levels", "levels");
    const [row] = await city.db.hazardLevel.findMany();
    expect(row?.begunAt).not.toBeNull();
  });

  chapter(
    "is lowered again: weekly cases that nobody has begun are superseded by the quarterly ones, which reopen",
    async () => {
      await city.until("2031-03-06 10:00");
      await set("normal", "疫情已经平息");
      await city.context.flush();
      await city.until("2031-03-06 10:05");
      expect(await casesOf("22a")).toEqual(["2031-Q1 open", "2031-W10 superseded"]);
      expect(await checks()).toEqual(["check:2031-03 superseded", "check:2031-W10 open"]);
      const open = await city.db.case.groupBy({
        by: ["duty"],
        where: { organizationId: organization.id, state: "open", cadence: { not: null } },
        _count: true,
      });
      expect(open.filter(({ _count }) => _count > 1)).toEqual([]);
    },
  );

  chapter("loses nothing and requests nothing twice: all cases reopen, except those done meanwhile", async () => {
    const open = await openPeriods();
    expect(open).toEqual(expect.arrayContaining(atNormal.filter((one) => one !== "22b 2031-Q1")));
    // A weekly case stays open if no case of the longer cadence is open yet: a yearly one opens in the last quarter.
    const duties = open.map((one) => one.split(" ")[0]);
    expect(duties).toEqual([...new Set(duties)]);
    expect(duties).not.toContain("22b");
    expect(await casesOf("22b")).toEqual(["2031-Q1 superseded", "2031-W10 done"]);
    // The draft of the weekly form is offered in the quarterly form.
    const { id } = await taskOf("22a");
    expect((await draftsOf(city.db, secretary(), [id])).get(id)).toMatchObject({
      values: { "sites.all.entry": "yes" },
      earlier: true,
    });
  });

  chapter("notifies everybody once of the lower level, in the day's mail and without SMS", async () => {
    await city.until("2031-03-07 09:05");
    const messages = city.newMessages(organization).filter(({ text }) => text.includes("呼吸道传染病疫情：常态"));
    const mails = messages.filter(({ channel }) => channel === "email").map(({ to }) => to);
    expect(mails).toContain(organization.email("head"));
    expect(mails).toEqual([...new Set(mails)]);
    expect(messages.filter(({ channel }) => channel === "sms")).toEqual([]);
  });

  chapter(
    "uses the words of a flood while its level is the highest: sandbags are counted, and an open form keeps its words",
    async () => {
      const flood = { hazard: "flood", level: "response", because: "台风红色预警", actor: "administrator" } as const;
      const before = (await taskOf("62")).id;
      await setLevel(city.context, flood);
      await city.context.flush();
      await city.until("2031-03-07 09:30");
      const rowsOfTask = async (id: string): Promise<string[]> =>
        rowsOf((await city.db.task.findUniqueOrThrow({ where: { id } })).facts as Record<string, unknown>).map(
          (row) => row.id,
        );
      const after = (await taskOf("62")).id;
      // The quarterly case, which was superseded unanswered in the week before, is open again with the words of the flood.
      expect(after).not.toBe(before);
      expect(await rowsOfTask(before)).toContain("masks");
      expect(await rowsOfTask(after)).toContain("sandbags");
      expect(await rowsOfTask(after)).not.toContain("masks");
      const texts = mailsTo("secretariat", city.newMessages(organization)).map(({ text }) => text);
      expect(texts.join("\n")).toContain("洪涝和台风：应急响应");
    },
  );

  chapter("is notified of another hazard at the same level, which opens and supersedes nothing", async () => {
    const open = await openPeriods();
    const fire = { hazard: "fire", level: "response", because: "连日高温干燥", actor: "administrator" } as const;
    const preview = await previewLevel(city.context, fire);
    expect(preview).toMatchObject({ organizations: 0, opens: 0, superseded: 0 });
    expect(preview.mails).toBeGreaterThan(3);
    city.newMessages();
    await setLevel(city.context, fire);
    await city.context.flush();
    await city.until("2031-03-07 10:30");
    const messages = city.newMessages(organization);
    expect(messages.some(({ channel, text }) => channel === "sms" && text.includes("应急响应"))).toBe(true);
    const mails = mailsTo("secretariat", messages).filter(({ text }) => text.includes("火灾：应急响应"));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain("连日高温干燥");
    expect(await openPeriods()).toEqual(open);
    for (const hazard of ["flood", "fire"])
      await setLevel(city.context, { ...fire, hazard, level: "normal", because: "已经过去" });
  });

  chapter("is not changed when the same level is set again", async () => {
    expect((await set("normal", "再次确认")).changed).toBe(false);
  });
});

describe("an organization whose level is set more than once on the day on which it was added", () => {
  const chapter = chapters();
  let joiner: Organization;
  const fire = (level: string, because: string) =>
    ({ hazard: "fire", level, type: "SVC", because, actor: "administrator" }) as const;
  const setFire = async (level: string, because: string): Promise<number> => {
    const { preview } = await setLevel(city.context, fire(level, because));
    await city.context.flush();
    return preview.mails;
  };
  const messagesWith = (words: string): string[] =>
    city
      .newMessages(joiner)
      .filter(({ text }) => text.includes(words))
      .map(({ channel, to }) => `${channel} ${to}`)
      .sort();

  chapter("is notified at once, as the preview says, because it was set after the organization was added", async () => {
    await city.until("2031-03-10 10:00");
    joiner = await city.organization({ type: "SVC", language: "zh-CN" });
    await city.plan();
    const mails = await setFire("response", "连日高温干燥");
    await city.until("2031-03-10 10:30");
    const messages = messagesWith("火灾：应急响应");
    expect(messages.filter((one) => one.startsWith("email"))).toHaveLength(mails);
    expect(messages).toContain(`email ${joiner.email("head")}`);
    expect(messages.some((one) => one.startsWith("sms"))).toBe(true);
  });

  chapter(
    "is notified by mail when the level is taken back on the same day, if it was notified of the level",
    async () => {
      const mails = await setFire("normal", "已降雨");
      await city.until("2031-03-11 09:05");
      const messages = messagesWith("火灾：常态");
      expect(messages.filter((one) => one.startsWith("email"))).toHaveLength(mails);
      expect(messages).toContain(`email ${joiner.email("head")}`);
      expect(messages.filter((one) => one.startsWith("sms"))).toEqual([]);
    },
  );

  chapter("is sent nothing about a level that was set at night and taken back before the morning", async () => {
    await city.until("2031-03-11 22:00");
    await setFire("response", "误报");
    await city.settled();
    expect(await setFire("normal", "误报")).toBe(0);
    await city.until("2031-03-12 10:00");
    expect(messagesWith("火灾")).toEqual([]);
  });
});
