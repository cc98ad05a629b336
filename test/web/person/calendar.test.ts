import { beforeAll, describe, expect } from "vitest";
import { cancelCase } from "../../../client/cases/cases.ts";
import { moveGathering, planGathering } from "../../../client/kinds/gathering.ts";
import { act } from "../../../client/tasks/act.ts";
import { chapters } from "../../support/chapters.ts";
import { unChinese } from "../../support/chinese.ts";
import { parseIcs } from "../../support/files/ics.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const post = (path: string, fields: Record<string, string>, cookie: string) =>
  desk.app.request(origin + path, { method: "POST", body: new URLSearchParams(fields), headers: { cookie } });

let organization: Organization;
let taskId = "";
let cookie = "";
let token = "";
let feed = "";
const page = async () => (await desk.get("/my/preferences", { cookie })).text;
const address = async () => /value="(http[^"]+\.ics)"/.exec(await page())?.[1]?.replace(origin, "") ?? "";
const read = async (path = feed, headers = {}) => desk.get(path, { cookie: "", ...headers });
const event = async (uid: string) => parseIcs((await read()).text).events.find(({ UID }) => UID === uid);

describe("a calendar feed", () => {
  const chapter = chapters(async () => {
    organization = await desk.organization({ language: "zh-CN" });
    const person = organization.person("secretariat");
    ({ taskId } = await desk.finding(organization, "陈小明投诉的隐患"));
    cookie = (await desk.device(person)).replace(/^[^=]*/, "duban-my");
    token = /name="token" value="([^"]+)"/.exec(await page())?.[1] ?? "";
  });

  chapter("has its owner's due days, with their changes and cancellations", async () => {
    expect(await page()).toContain("还没有开通");
    await post("/my/calendar", { token, do: "renew" }, cookie);
    feed = await address();
    const first = await read();
    expect(first.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(first.headers.get("cache-control")).toBe("private, max-age=900");
    expect((await read(feed, { "if-none-match": first.headers.get("etag") ?? "" })).status).toBe(304);
    const due = await event(`due-${taskId}@duban`);
    expect(due).toMatchObject({ "DTSTART;VALUE=DATE": "20261130", STATUS: "CONFIRMED" });
    // The subject of a case can name a person, so it is left out.
    expect(first.text).not.toContain("陈小明");
    await act(desk.context, {
      taskId,
      verb: "move",
      until: new Date("2026-12-03T10:00:00Z"),
      reason: "x",
      actor: "system",
    });
    const moved = await event(`due-${taskId}@duban`);
    expect(moved).toMatchObject({ "DTSTART;VALUE=DATE": "20261203", STATUS: "CONFIRMED" });
    expect(Number(moved?.SEQUENCE)).toBeGreaterThan(Number(due?.SEQUENCE));
    await act(desk.context, { taskId, verb: "cancel", reason: "x", actor: "administrator" });
    const ended = await event(`due-${taskId}@duban`);
    expect(ended).toMatchObject({ STATUS: "CANCELLED" });
    expect(Number(ended?.SEQUENCE)).toBeGreaterThan(Number(moved?.SEQUENCE));
  });

  chapter("has drills and gatherings with times and places, as they are moved and cancelled", async () => {
    // A drill with its time and place.
    const drill = await desk.finding(organization, "x");
    const facts = { begins: "2026-12-02T01:30:00.000Z", place: "越秀区文明路1号3楼" };
    await desk.db.task.update({ where: { id: drill.taskId }, data: { facts } });
    expect(await event(`drill-${drill.taskId}@duban`)).toMatchObject({
      DTSTART: "20261202T013000Z",
      LOCATION: facts.place,
      STATUS: "CONFIRMED",
    });
    // A gathering with its times and place, as it is moved and cancelled.
    const { caseId } = await planGathering(desk.context, {
      ...{ organizationId: organization.id, title: "陈小明的讲座", date: "2026-12-05", place: "文化馆" },
      ...{ time: "14:00", until: "16:30", key: "talk", actor: "administrator" },
    });
    const gathering = () => event(`gathering-${caseId}@duban`);
    expect(await gathering()).toMatchObject({
      DTSTART: "20261205T060000Z",
      DTEND: "20261205T083000Z",
      LOCATION: "文化馆",
      STATUS: "CONFIRMED",
    });
    await moveGathering(desk.context, {
      caseId,
      date: "2026-12-06",
      time: "15:00",
      until: "16:00",
      actor: "administrator",
    });
    expect(await gathering()).toMatchObject({
      DTSTART: "20261206T070000Z",
      DTEND: "20261206T080000Z",
      LOCATION: "文化馆",
    });
    await cancelCase(desk.context, { caseId, reason: "停办", actor: "administrator" });
    expect(await gathering()).toMatchObject({ STATUS: "CANCELLED" });
    expect((await read()).text).not.toContain("陈小明");
    expect(
      unChinese((await read()).text.replaceAll(/\r\n /g, "").replaceAll(/^(?!SUMMARY|DESCRIPTION).*$/gm, "")),
    ).toEqual([]);
  });

  chapter("is renewed and revoked by its owner, and the old address no longer works", async () => {
    // After a renewal the old address does not work; after a revocation neither does.
    await post("/my/calendar", { token, do: "renew" }, cookie);
    expect((await read()).status).toBe(404);
    const renewed = await address();
    expect((await read(renewed)).status).toBe(200);
    for (let n = 0; n < 60; n += 1) await read(renewed);
    expect((await read(renewed)).status).toBe(429);
    await post("/my/calendar", { token, do: "end" }, cookie);
    expect((await read(renewed)).status).toBe(404);
    // Only failures are logged.
    await desk.db.$executeRaw`alter table link rename to link_away`;
    expect((await read(renewed)).status).toBe(500);
    await desk.db.$executeRaw`alter table link_away rename to link`;
    expect(desk.logged.join()).toContain("a page failed");
    const secret = renewed.split("/")[2] ?? "";
    expect(secret).toMatch(/^\w{12}$/);
    expect(desk.logged.join()).not.toContain(secret);
  });
});
