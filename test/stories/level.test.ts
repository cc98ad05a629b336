import { beforeAll, describe, expect, test } from "vitest";
import { previewLevel, setLevel } from "../../client/registry/levels.ts";
import type { Organization } from "../support/organization.ts";
import { startWorld, type World } from "../support/world.ts";

let city: World;
let organization: Organization;

const casesOf = async (duty: string): Promise<string[]> =>
  (await city.db.case.findMany({ where: { organizationId: organization.id, duty }, orderBy: { openedAt: "asc" } })).map(
    ({ key, state }) => `${key} ${state}`,
  );
const set = (level: string, because: string) =>
  setLevel(city.context, { hazard: "respiratory", level, because, actor: "administrator" });
const mailsTo = (role: "secretariat" | "head", heard = city.heard(organization)) =>
  heard.filter((one) => one.channel === "email" && one.to === organization.email(role));

beforeAll(async () => {
  city = await startWorld();
  await city.db.hazardLevel.deleteMany();
  organization = await city.organization({ language: "zh-CN" });
  // It joined long ago, so that whole periods are its own.
  await city.db.organization.update({
    where: { id: organization.id },
    data: { joinedOn: new Date("2030-01-01"), atOnce: true },
  });
  await city.plan();
});

describe("a city that goes from normal to response and back in a week", () => {
  test("is asked by quarters at first, and sees beforehand what a level would bring", async () => {
    expect(await casesOf("22a")).toEqual(["2031-Q1 open"]);
    const preview = await previewLevel(city.context, { hazard: "respiratory", level: "response", from: "2031-03-05" });
    expect(preview).toMatchObject({ organizations: 1, reached: 1 });
    expect(preview.superseded).toBeGreaterThan(10);
    // What comes once a year is not open in March; half-yearly it is.
    expect(preview.opens).toBeGreaterThan(preview.superseded);
    expect(preview.mails).toBeGreaterThan(3);
    expect(await casesOf("22a")).toEqual(["2031-Q1 open"]);
  });

  test("is raised on its day: the week opens, the quarter is superseded by it, and each is told once", async () => {
    const day = { hazard: "respiratory", level: "response", from: "2031-03-05", actor: "administrator" } as const;
    await setLevel(city.context, { ...day, because: "本市发现聚集性疫情" });
    await city.until("2031-03-04 23:50");
    expect(await casesOf("22a")).toEqual(["2031-Q1 open"]);
    city.heard();
    await city.until("2031-03-05 09:05");
    expect(await casesOf("22a")).toEqual(["2031-Q1 superseded", "2031-W10 open"]);
    const heard = city.heard(organization);
    const told = mailsTo("head", heard).filter(({ text }) => text.includes("呼吸道传染病疫情：应急响应"));
    expect(told).toHaveLength(1);
    expect(
      heard.filter(({ channel, to, text }) => channel === "sms" && to !== "" && text.includes("应急响应")),
    ).not.toEqual([]);
  });

  test("is led there by a workflow that slept to the day", async () => {
    await city.record("levels", "levels");
    const [row] = await city.db.hazardLevel.findMany();
    expect(row?.begunAt).not.toBeNull();
  });

  test("is lowered again: what nobody has begun gives way to the quarter, which is open as before", async () => {
    await city.until("2031-03-06 10:00");
    await set("normal", "疫情已经平息");
    await city.context.flush();
    await city.until("2031-03-06 10:05");
    expect(await casesOf("22a")).toEqual(["2031-Q1 open", "2031-W10 superseded"]);
    const open = await city.db.case.groupBy({
      by: ["duty"],
      where: { state: "open", cadence: { not: null } },
      _count: true,
    });
    expect(open.filter(({ _count }) => _count > 1)).toEqual([]);
  });

  test("and what is set as it stands changes nothing", async () => {
    expect((await set("normal", "再次确认")).changed).toBe(false);
  });
});
