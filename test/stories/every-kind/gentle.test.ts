import { beforeAll, describe, expect, vi } from "vitest";
import { closeOrganization } from "../../../client/cases/closing.ts";
import { importOrganizations } from "../../../client/registry/importing.ts";
import { rosterColumns } from "../../../domain/roster/roster.ts";
import type { Role } from "../../../domain/terms.ts";
import { chapters } from "../../support/chapters.ts";
import { fullForm } from "../../support/forms.ts";
import { idAt } from "../../support/organization.ts";
import { ceiling } from "../../support/timeouts.ts";
import { startWorld, type World } from "../../support/world.ts";

let city: World;

/** A sheet of one organization with a person in each role, in the format of the import. */
function sheetOf(code: string): string[][] {
  const person = (role: Role, name: string, digits: string) =>
    `${name} <${role}@${code.toLowerCase()}.example.org> +1 202 555 01${digits}`;
  const cells: Readonly<Record<string, string>> = {
    ...{ code, name: `测试机构${code}`, type: "OTH", registration: "association", zone: "Asia/Shanghai" },
    ...{ district: "越秀区", party: "no", qualified: "no", language: "zh-CN" },
    legal_representative: person("legal-representative", "陈立", "11"),
    head: person("head", "李会长", "12"),
    secretariat: person("secretariat", "王芳", "13"),
    supervisory_board: person("supervisory-board", "周监事", "14"),
    staff: person("staff", "赵六", "15"),
    authority: person("authority", "陈明华", "16"),
  };
  return [[...rosterColumns], rosterColumns.map((column) => cells[column] ?? "")];
}
/** Imports an organization and waits until it is planned. */
async function importSheet(code: string, atOnce: boolean): Promise<string> {
  await importOrganizations(city.context, sheetOf(code), { atOnce });
  const { id } = await city.db.organization.findUniqueOrThrow({ where: { code } });
  await vi.waitFor(
    async () => expect(await city.db.case.count({ where: { organizationId: id } })).toBeGreaterThan(0),
    ceiling(30),
  );
  await city.settled();
  return id;
}
/** Cases of the guideline's rows since the import. */
const casesOf = async (organizationId: string) =>
  (
    await city.db.case.findMany({
      where: { organizationId, cadence: { not: null }, NOT: { duty: { startsWith: "S" } } },
      include: { tasks: true },
    })
  ).map(({ duty, key, tasks }) => ({
    duty,
    key,
    tasks,
    due: tasks[0]?.dueAt.toISOString().slice(0, 10),
  }));
const named = (cases: Awaited<ReturnType<typeof casesOf>>): string[] =>
  cases.map(({ duty, key }) => `${duty} ${key}`).sort();

beforeAll(async () => {
  city = await startWorld();
  await city.until("2031-03-19 10:00");
});

const chapter = chapters();

describe("an organization that is imported in the middle of a quarter, at response", () => {
  chapter("gets every duty on that day if the sheet is imported with all duties at once", async () => {
    const id = await importSheet("GZ-ATONCE", true);
    const cases = await casesOf(id);
    expect(named(cases)).toEqual(expect.arrayContaining(["1 2031-03", "16 2031-H1", "22a 2031-W12", "25 2031-H1"]));
    expect(cases.length).toBeGreaterThan(15);
    await closeOrganization(city.context, "GZ-ATONCE", { reason: "已合并", actor: "administrator" });
    await city.settled();
  });

  chapter("otherwise gets four duties first, one more each week, and nothing else for four weeks", async () => {
    await importSheet("GZ-SILENT", false);
    const id = await importSheet("GZ-GENTLE", false);
    const first = [
      ["5 2031", "2031-03-25"],
      ["18 2031-Q2", "2031-04-01"],
      ["16 2031-H1", "2031-04-08"],
      ["61 2031-04", "2031-04-15"],
    ];
    expect((await casesOf(id)).map(({ duty, key, due }) => [`${duty} ${key}`, due]).sort()).toEqual([...first].sort());
    for (const { tasks } of await casesOf(id))
      for (const task of tasks) {
        const personId = task.personId ?? (await idAt(city.db, `${task.roles[0]}@gz-gentle.example.org`));
        const submission = { values: await fullForm(city.db, task.id), files: [] };
        await city.act({ taskId: task.id, verb: "submit", actor: { personId: personId ?? "" }, submission });
      }
    await city.until("2031-04-15 18:05", { plan: true });
    expect(named(await casesOf(id))).toEqual(first.map(([name]) => name).sort());
  });

  chapter("then gets every duty for whole periods only, from the next week and the next month on", async () => {
    const { id } = await city.db.organization.findUniqueOrThrow({ where: { code: "GZ-GENTLE" } });
    await city.until("2031-04-21 09:05", { plan: true });
    expect(named(await casesOf(id)).filter((one) => one.startsWith("22a"))).toEqual(["22a 2031-W17"]);
    await city.until("2031-05-08 09:05", { plan: true });
    const all = named(await casesOf(id));
    expect(all).toEqual(expect.arrayContaining(["1 2031-05", "4 2031-05", "61 2031-05"]));
    expect(all.filter((one) => / 2031-(?:03|04|Q1|Q2|H1)$/.test(one))).toEqual([
      "16 2031-H1",
      "18 2031-Q2",
      "61 2031-04",
    ]);
  });

  chapter(
    "keeps one late case of each duty if nobody acts; only the monthly list of people and sites is missed and replaced by the next",
    async () => {
      const silent = await city.db.organization.findUniqueOrThrow({ where: { code: "GZ-SILENT" } });
      const first = await city.db.case.findMany({
        where: { organizationId: silent.id, duty: { in: ["5", "16", "18", "61"] }, cadence: { not: null } },
        include: { tasks: true },
      });
      expect(first.map(({ duty, key, state }) => `${duty} ${key} ${state}`).sort()).toEqual([
        "16 2031-H1 open",
        "18 2031-Q2 open",
        "5 2031 open",
        "61 2031-04 missed",
        "61 2031-05 open",
      ]);
      const late = first
        .filter(({ state }) => state === "open")
        .filter(({ tasks }) => tasks.every(({ dueAt }) => dueAt < city.now()));
      expect(late.map(({ duty }) => duty).sort()).toEqual(["16", "18", "5"]);
    },
  );
});
