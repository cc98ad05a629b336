import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cancelCase, raiseEvent, startCase } from "../../client/cases/cases.ts";
import { importOrganizations } from "../../client/registry/importing.ts";
import { addPerson, leave } from "../../client/registry/people.ts";
import { setDuty } from "../../client/registry/settings.ts";
import { addSite, closeSite } from "../../client/registry/sites.ts";
import { rowsOf } from "../../domain/forms/rows.ts";
import { drawOf } from "../../domain/forms/sample.ts";
import { rosterColumns } from "../../domain/roster/roster.ts";
import type { OrganizationType } from "../../domain/terms.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { findTask } from "../../records/tasks/tasks.ts";
import { cancelOpenCases } from "../support/cancel-open-cases.ts";
import { chapters } from "../support/chapters.ts";
import { type Found, newestOf, tasksOfDuty } from "../support/duty-tasks.ts";
import { fullForm } from "../support/forms.ts";
import { idAt, type Organization } from "../support/organization.ts";
import { aroundMarch17, type MessagesByInstant, ordinary, rungByRung } from "../support/rung-by-rung.ts";
import { sentByLadder } from "../support/sent-by-ladder.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;

const tasksOf = (duty: string, of: Organization = organization) => tasksOfDuty(city, duty, of);
const newest = (duty: string, of: Organization = organization) => newestOf(city, duty, of);
const submit = async (task: Found, values: Record<string, string>, of: Organization = organization) => {
  const actor = { personId: task.personId ?? of.person(task.role) };
  await city.act({ taskId: task.id, verb: "submit", actor, submission: { values, files: [] } });
};
const fill = async (task: Found, of: Organization = organization) => submit(task, await fullForm(city.db, task.id), of);
const rows = async (task: Found) => rowsOf((await findTask(city.db, task.id))?.facts ?? {});
const join = async (name: string, role = "staff"): Promise<string> => {
  const email = `${name.toLowerCase()}@example.org`;
  return (await addPerson(city.context, { organization: organization.code, role, name, email })).personId;
};

beforeAll(async () => {
  city = await startWorld();
});

describe("coverage of sites and people", () => {
  const chapter = chapters(async () => {
    city = await worldBy("2031-03-03 17:00", city);
    organization = await city.organization({ type: "OTH" });
    await city.plan();
  });

  chapter("has a row for each site and each person who works there; an incomplete row requires a reason", async () => {
    const premises = await newest("22a");
    // Without sites, the organization itself is the only row.
    expect(await rows(premises)).toMatchObject([{ id: organization.id, label: expect.stringContaining("测试机构") }]);
    await fill(premises);
    const personnel = await newest("22b");
    const people = await rows(personnel);
    const staff = organization.person("staff");
    expect(people.map(({ id }) => id).sort()).toEqual(
      (["head", "deputy", "secretariat", "staff"] as const).map(organization.person).sort(),
    );
    const full = await fullForm(city.db, personnel.id);
    const without = { ...full, [`people.${staff}.protected`]: "" };
    await expect(submit(personnel, without)).rejects.toThrow(
      `people.${staff}.reason: ""; expected protected, or the reason why not`,
    );
    await submit(personnel, { ...without, [`people.${staff}.reason`]: "居家办公" });
    expect((await newest("22a")).case).toBe("done");
    expect((await newest("22b")).case).toBe("done");
  });

  chapter(
    "is requested again for a site that is added or closed, at most once a day, and for people who join or leave",
    async () => {
      const planned = await tasksOf("61");
      expect(planned.map(({ key }) => key)).toEqual(["all-sites", "all-staff"]);
      for (const task of planned) await fill(task);
      expect((await newest("61")).case).toBe("done");
      const site = { organization: organization.code, actor: "administrator" as const };
      const added = await addSite(city.context, { ...site, name: "天河服务点", address: "天河路 1 号" });
      expect(added.cases).toMatchObject([{ duty: "61", created: true }]);
      expect((await addSite(city.context, { ...site, name: "天河服务点" })).changed).toBe(false);
      expect((await addSite(city.context, { ...site, name: "海珠仓库" })).cases).toMatchObject([
        { duty: "61", created: false },
      ]);
      const sites = await newest("61");
      expect([sites.key, sites.started]).toEqual(["all-sites", "site-changed:2031-03-03"]);
      await fill(sites);
      await expect(closeSite(city.context, { ...site, name: "越秀" })).rejects.toThrow(
        /expected one of 天河服务点, 海珠仓库/,
      );
      const he = await join("He");
      await join("Ning", "member");
      const changed = (await tasksOf("61")).filter(({ started }) => started.startsWith("roster-changed"));
      expect(changed.map(({ key }) => key)).toEqual(["all-staff"]);
      const [personnel] = await tasksOf("22b");
      expect(personnel?.started).toBe("roster-changed:2031-03-03");
      expect((await rows(personnel as Found)).map(({ label }) => label)).toContain("He");
      for (const task of [...changed, personnel as Found]) await fill(task);
      await city.until("2031-03-05 12:00");
      await leave(city.context, he, { organization: organization.code, actor: "administrator" });
      await closeSite(city.context, { ...site, name: "海珠仓库" });
      expect((await tasksOf("61")).filter(({ started }) => started.endsWith("2031-03-05"))).toHaveLength(2);
      const again = await newest("22b");
      expect((await rows(again)).map(({ label }) => label)).not.toContain("He");
    },
  );

  chapter(
    "compares the stock with the required minimum, and covers processes and the people with whom the party organization works",
    async () => {
      const stock = await newest("62");
      const enough = await fullForm(city.db, stock.id);
      const short = { ...enough, "stock.masks.count": "40" };
      await expect(submit(stock, short)).rejects.toThrow(
        /stock.masks.reason: ""; expected at least 100 of each, or the reason/,
      );
      await submit(stock, { ...short, "stock.masks.reason": "已下单，周五到货", budget: "20000" });
      await fill(await newest("3"));
      const start = (duty: string, of = organization) =>
        startCase(city.context, { duty, organizationId: of.id, subject: "", actor: "administrator" });
      await start("59");
      expect((await rows(await newest("59"))).map(({ id }) => id)).toContain(organization.person("party-head"));
      await fill(await newest("59"));
      for (const duty of ["62", "3", "59"]) expect((await newest(duty)).case).toBe("done");
      const community = await city.organization({ type: "COM" });
      await city.plan();
      await fill(await newest("56", community), community);
      expect((await newest("56", community)).case).toBe("done");
    },
  );

  chapter(
    "requests the party record again when a sheet changes the registration; the same sheet twice requests it once",
    async () => {
      const cells: Record<string, string> = {
        code: "GZ-SHEET",
        name: "珠江社",
        type: "OTH",
        zone: "Asia/Shanghai",
        language: "zh-CN",
        party: "yes",
        qualified: "no",
        secretariat: "Bo <bo@example.org>",
        party_organization: "Pu <pu@example.org>",
      };
      const sheet = (registration: string, staff: string): string => {
        const row: Record<string, string> = { ...cells, registration, staff };
        return [rosterColumns, rosterColumns.map((column) => row[column] ?? "")]
          .map((line) => line.join(","))
          .join("\n");
      };
      await importOrganizations(city.context, sheet("association", "Ann <ann@example.org>"));
      const known = await city.db.organization.findUniqueOrThrow({ where: { code: "GZ-SHEET" } });
      const [first, second] = ["58", "25"].map(
        (duty) => () => city.db.case.count({ where: { organizationId: known.id, duty, key: { contains: ":" } } }),
      );
      expect([await first?.(), await second?.()]).toEqual([0, 0]);
      const changed = sheet("service", "Ann <ann@example.org>; Dee <dee@example.org>");
      await importOrganizations(city.context, changed);
      await importOrganizations(city.context, changed);
      expect([await first?.(), await second?.()]).toEqual([1, 1]);
      const party = (await idAt(city.db, "pu@example.org")) ?? "";
      const task = await city.db.task.findFirstOrThrow({ where: { organizationId: known.id, duty: "58" } });
      const submission = { values: await fullForm(city.db, task.id), files: [] };
      await city.act({ taskId: task.id, verb: "submit", actor: { personId: party }, submission });
      expect(await city.db.case.findUniqueOrThrow({ where: { id: task.caseId } })).toMatchObject({ state: "done" });
    },
  );
});

describe("a step that each member of staff does", () => {
  beforeEach(async () => {
    organization = await city.organization({ type: "OTH" });
  });

  test("is done with the last acknowledgement; the covering task closes by itself when the last silent person leaves", async () => {
    const gao = await join("Gao");
    const start = () =>
      startCase(city.context, { duty: "67", organizationId: organization.id, subject: "", actor: "administrator" });
    const { caseId } = await start();
    const own = async () => (await tasksOf("67")).filter((task) => task.caseId === caseId && task.key !== "educate");
    expect((await own()).map(({ personId }) => personId).sort()).toEqual([gao, organization.person("staff")].sort());
    const mine = (await own()).find(({ personId }) => personId !== gao) as Found;
    await submit(mine, { acknowledgement: "confirmed" });
    await leave(city.context, gao, { organization: organization.code, actor: "administrator" });
    const all = (await tasksOf("67")).filter((task) => task.caseId === caseId);
    expect(all.map(({ key, state }) => [key === "educate", state])).toEqual([
      [true, "closed"],
      ...(await own()).map(({ personId }) => [false, personId === gao ? "cancelled" : "closed"]),
    ]);
    expect(all[0]?.case).toBe("done");
  });

  test("is done when the remaining people are excepted with a reason", async () => {
    const lou = await join("Lou");
    const { caseId } = await startCase(city.context, {
      duty: "67",
      organizationId: organization.id,
      subject: "",
      actor: "administrator",
    });
    const all = (await tasksOf("67")).filter((task) => task.caseId === caseId);
    await submit(all.find(({ personId }) => personId === organization.person("staff")) as Found, {
      acknowledgement: "confirmed",
    });
    await submit(all.find(({ key }) => key === "educate") as Found, { exceptions: "Lou: 产假" });
    const found = { id: caseId, state: "done", outcome: "closed" };
    expect(await city.db.case.findUniqueOrThrow({ where: { id: caseId } })).toMatchObject(found);
    await leave(city.context, lou, { organization: organization.code, actor: "administrator" });
  });

  test("spot-checks a random sample of the staff, whose draw anybody can repeat", async () => {
    for (const name of ["Kang", "Meng", "Nie", "Pan", "Qiu", "Rong"]) await join(name);
    const { caseId } = await startCase(city.context, {
      duty: "68",
      organizationId: organization.id,
      subject: "",
      actor: "administrator",
    });
    const task = (await tasksOf("68")).find((one) => one.caseId === caseId) as Found;
    const facts = (await findTask(city.db, task.id))?.facts ?? {};
    const draw = drawOf(facts);
    expect(draw).toMatchObject({ seed: caseId, share: 20, least: 3 });
    expect(draw?.among).toHaveLength(7);
    const lot = (id: string) => createHash("sha256").update(`${caseId}:${id}`).digest("hex");
    const lowest = [...(draw?.among ?? [])].sort((a, b) => (lot(a) < lot(b) ? -1 : 1)).slice(0, 3);
    expect(rowsOf(facts).map(({ id }) => id)).toEqual(lowest);
    // The staff are checked, so the secretariat does the check.
    expect(task.role).toBe("secretariat");
    await fill(task);
    expect((await newest("68")).case).toBe("done");
  });
});

describe("coverage that is moved or cancelled", () => {
  const start = async (duty: string): Promise<string> => {
    organization = await city.organization({ type: "CHA" });
    const caseId = await city.start({ duty, organizationId: organization.id, subject: "", actor: "administrator" });
    await city.settled();
    return caseId;
  };
  const actor = "administrator" as const;
  // In a separate city, so that no other task is open while these ladders run.
  beforeAll(async () => {
    city = await startWorld();
  });
  beforeEach(() => cancelOpenCases(city));

  test("is requested by the new day from everybody it covers after a move, and from nobody when cancelled", async () => {
    await city.until("2031-07-07 10:00"); // a Monday
    const caseId = await start("67");
    const [cover, own] = await tasksOf("67");
    expect([cover?.key, own?.personId]).toEqual(["educate", organization.person("staff")]);
    const early = submit(cover as Found, {}).catch((error: { missing: { en: string }[] }) => error.missing);
    expect(await early).toMatchObject([{ en: expect.stringContaining("not done yet (0 of 1 are") }]);
    // Moves D from Monday 07-21, ten business days after the request.
    const until = instantAt("2031-08-04", "18:00", zone);
    await city.act({ taskId: cover?.id ?? "", verb: "move", actor, until });
    const days = async () => (await city.db.task.findMany({ where: { caseId } })).map(({ dueAt }) => dueAt);
    expect(await days()).toEqual([until, until]);
    // A person whose own task was moved to a later day keeps that day.
    const longer = instantAt("2031-08-11", "18:00", zone);
    await city.act({ taskId: own?.id ?? "", verb: "move", actor, until: longer });
    await city.act({ taskId: cover?.id ?? "", verb: "move", actor, until: instantAt("2031-08-06", "18:00", zone) });
    expect((await days()).map(Number).sort()).toEqual([instantAt("2031-08-06", "18:00", zone), longer].map(Number));
    await city.until("2031-07-22 12:00");
    const sent = async () => [
      ...(await sentByLadder(city, cover?.id ?? "")),
      ...(await sentByLadder(city, own?.id ?? "")),
    ];
    expect(await sent()).not.toEqual([]);
    expect((await sent()).filter((line) => line > "07-09")).toEqual([]); // nothing is sent on the old day
    await cancelCase(city.context, { caseId, actor, reason: "并入年度培训" });
    await city.settled();
    expect((await tasksOf("67")).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
    await city.until("2031-07-23 12:00"); // when the notice of the cancellation has been sent
    const last = await sent();
    await city.until("2031-08-20 12:00");
    expect(await sent()).toEqual(last);
  });
});

/* In a separate city, which begins on Monday 2031-03-03 at 09:00, so that no other task is open meanwhile. Monday to Friday are working days. */
describe("coverage that nobody completes", () => {
  beforeAll(async () => {
    city = await startWorld();
  });

  /** Adds a member of staff without the event that somebody joins. */
  const colleague = async ({ id }: Organization, name: string): Promise<string> => {
    const email = `${name.toLowerCase()}.colleague@example.org`;
    await city.db.person.create({ data: { id: name, name, language: "en", shard: 0, createdAt: city.now() } });
    await city.db.address.create({ data: { personId: name, channel: "email", value: email } });
    const holding = { id: name, organizationId: id, personId: name, role: "staff", fromAt: city.now() };
    await city.db.holding.create({ data: holding });
    return name;
  };

  test("escalates from the person responsible to the legal representative, the board and the authority, and repeats without end", async () => {
    city = await worldBy("2031-03-03 09:05", city);
    const rows: readonly (readonly [string, OrganizationType, doer: string])[] = [
      ["3", "OTH", "secretariat"],
      ["22a", "OTH", "secretariat"],
      ["22b", "OTH", "secretariat"],
      ["52", "SVC", "secretariat"],
      ["56", "COM", "secretariat"],
      ["58", "OTH", "party-organization"],
      ["59", "OTH", "party-organization"],
      // Two matrices, of people and of sites; a recipient of both gets one mail.
      ["61", "OTH", "head"],
      ["62", "OTH", "head"],
      ["68", "OTH", "secretariat"],
    ];
    const found: Record<string, Organization> = {};
    const expected: Record<string, MessagesByInstant> = {};
    for (const [duty, type, doer] of rows) {
      found[duty] = await city.organization({ type });
      expected[duty] = ordinary(doer === "head" ? ["head", "party-head"] : doer, aroundMarch17);
      const facts = duty === "52" ? { source: "local" } : {};
      await city.start({ duty, organizationId: found[duty].id, subject: "", facts, actor: "administrator" });
    }
    expect(await rungByRung(city, found, expected)).toEqual(expected);
    const cases = await city.db.case.findMany({ where: { state: "open" } });
    expect(cases.map(({ duty }) => duty).sort()).toEqual(rows.map(([duty]) => duty).sort());
  });

  test("reminds each member of staff, and names those who have not answered to the supervisors; the task of a joiner alone has its own ladder", async () => {
    city = await worldBy("2031-05-12 09:00", city);
    for (const { id } of await city.db.case.findMany({ where: { state: "open" } }))
      await cancelCase(city.context, { caseId: id, reason: "别的故事", actor: "administrator" });
    // A later Monday, so that this test can run alone.
    await city.until("2031-05-12 09:00");
    const all = await city.organization({ type: "OTH" });
    const joiner = await city.organization({ type: "OTH" });
    const [zhao] = [await colleague(all, "Zhao"), await colleague(all, "Lin")];
    await city.start({ duty: "67", organizationId: all.id, subject: "", actor: "administrator" });
    // The training that a joiner also gets is paused here.
    await setDuty(city.context, { organization: joiner.code, duty: "25", paused: true, actor: "administrator" });
    const joined = { event: "staff-joined" as const, key: "J-1", subject: "", personId: joiner.person("staff") };
    await raiseEvent(city.context, { organizationId: joiner.id, ...joined, actor: "administrator" });
    await city.settled();
    const zhaos = (await tasksOf("67", all)).find(({ personId }) => personId === zhao) as Found;
    await submit(zhaos, { acknowledgement: "confirmed" }, all);
    // D is Monday 26 May.
    const expected = {
      all: {
        "2031-05-12 09:00": "lin E · secretariat E · staff E · zhao E",
        "2031-05-19 09:00": "secretariat E",
        "2031-05-23 09:00": "lin E · secretariat E S · staff E S",
        "2031-05-26 09:00": "lin E · secretariat E S · staff E",
        "2031-05-27 09:00": "lin E · secretariat E S · staff E",
        "2031-05-29 09:00": "legal-representative E story · secretariat E",
        "2031-06-02 09:00":
          "legal-representative E story · lin E · secretariat E · staff E · supervisory-board E S story",
        "2031-06-09 09:00":
          "authority E story · legal-representative E copy · lin E · staff E · supervisory-board E copy",
        "2031-06-16 09:00": "authority E copy · lin E · secretariat E · staff E · supervisory-board E story",
        "2031-06-23 09:00": "lin E · secretariat E · staff E · supervisory-board E story",
        "2031-06-30 09:00": "lin E · secretariat E · staff E · supervisory-board E story",
        "2031-07-07 09:00": "authority E story · lin E · secretariat E · staff E · supervisory-board E story",
        "2031-07-14 09:00": "lin E · secretariat E · staff E · supervisory-board E story",
      },
      joiner: ordinary("staff", {
        opened: "2031-05-12 09:00",
        "-5": "2031-05-19",
        "-1": "2031-05-23",
        day: "2031-05-26",
        "+1": "2031-05-27",
        "+3": "2031-05-29",
        "+5": "2031-06-02",
        "+10": "2031-06-09",
        again: ["2031-06-16", "2031-06-23", "2031-06-30", "2031-07-07", "2031-07-14"],
      }),
    };
    expect(await rungByRung(city, { all, joiner }, expected)).toEqual(expected);
    const mails = (role: Parameters<Organization["email"]>[0]) =>
      city.inbox.messages().filter((one) => one.channel === "email" && one.to === all.email(role));
    for (const role of ["legal-representative", "supervisory-board", "authority"] as const) {
      const [mail] = mails(role);
      expect(mail?.text).toContain("1 of 3 did it");
      expect(mail?.text).toContain("Lin: not done yet");
      expect(mail?.text).not.toContain("Zhao");
    }
    expect(mails("staff")[1]?.text).not.toContain("Lin");
  });
});
