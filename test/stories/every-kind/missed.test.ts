import { beforeAll, describe, expect } from "vitest";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import type { Role } from "../../../domain/terms.ts";
import { addDays } from "../../../domain/time/calendar.ts";
import { newId } from "../../../records/rows.ts";
import { chapters } from "../../support/chapters.ts";
import { fullForm } from "../../support/forms.ts";
import type { Organization } from "../../support/organization.ts";
import { startWorld, type World } from "../../support/world.ts";

/** Measures at the premises, weekly. */
const duty = "22a";
let city: World;
let organization: Organization;

const weeks = () =>
  city.db.case.findMany({ where: { organizationId: organization.id, duty }, orderBy: { openedAt: "asc" } });
const mailsTo = (role: Role) =>
  city.newMessages(organization).filter((one) => one.channel === "email" && one.to === organization.email(role));

/** Runs the planner on Sunday and on Monday morning, and moves to the start of the workday. */
const monday = async (day: string): Promise<void> => {
  await city.until(`${addDays(day, -1)} 10:00`);
  await city.plan();
  city.newMessages();
  await city.until(`${day} 00:10`);
  await city.plan();
  await city.until(`${day} 09:05`);
};

beforeAll(async () => {
  city = await startWorld();
  organization = await city.organization({ language: "zh-CN" });
  const others = allDuties.filter(({ number }) => number !== duty);
  await city.db.dutySetting.createMany({
    data: others.map(({ number }) => ({ id: newId(), duty: number, pausedAt: city.now() })),
  });
  await city.plan();
});

const chapter = chapters();

describe("a weekly case in which nobody acts", () => {
  chapter("ends as missed when the next one opens, and that one's mail says so", async () => {
    await monday("2031-03-10");
    expect((await weeks()).map(({ key, state }) => `${key} ${state}`)).toEqual(["2031-W10 missed", "2031-W11 open"]);
    const [first, second] = await weeks();
    expect(first?.countedByCaseId).toBe(second?.id);
    expect(
      mailsTo("secretariat")
        .map(({ text }) => text)
        .join(),
    ).toContain("上期未完成，已记录在案。");
  });

  chapter("is reported to the authority at the opening of the next one if three in a row were missed", async () => {
    expect(mailsTo("authority")).toEqual([]);
    await monday("2031-03-17");
    expect((await weeks()).map(({ state }) => state)).toEqual(["missed", "missed", "open"]);
    expect(
      mailsTo("authority")
        .map(({ text }) => text)
        .join(),
    ).toContain("此前连续2期未完成，已记录在案。");
  });

  chapter("still accepts a submission for the record, and stays missed", async () => {
    const [first] = await weeks();
    const task = await city.db.task.findFirstOrThrow({ where: { caseId: first?.id ?? "" } });
    expect(task.state).toBe("missed");
    const { state } = await city.act({
      taskId: task.id,
      verb: "submit",
      actor: { personId: organization.person("secretariat") },
      submission: { values: await fullForm(city.db, task.id), files: [] },
    });
    expect(state).toBe("belated");
    expect((await weeks())[0]?.state).toBe("missed");
  });
});
