import { describe, expect } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { raiseOpinion } from "../../../client/kinds/opinion.ts";
import { act } from "../../../client/tasks/act.ts";
import { figuresIn, valueIn } from "../../../domain/forms/figures.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { liveFigures, type Rolled } from "../../../records/views/roll-ups.ts";
import { chapters } from "../../support/chapters.ts";
import { freshDatabase } from "../../support/database.ts";
import { found, type Organization } from "../../support/organization.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = new Date("2031-03-03T01:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const actor = "administrator" as const;
const start = async (organization: Organization, duty: string, day: string, subject = ""): Promise<string> => {
  const dueAt = new Date(`${day}T10:00:00Z`);
  const { caseId } = await startCase(context, { duty, organizationId: organization.id, subject, actor, dueAt });
  return (await db.task.findFirstOrThrow({ where: { caseId } })).id;
};
const rolled = async (id: string): Promise<Rolled> => {
  const { organizationId, duty, step, state, openedAt } = await db.task.findUniqueOrThrow({ where: { id } });
  return { id, organizationId, duty, step, state: state as Rolled["state"], openedAt, zone };
};
const said = async (...ids: string[]): Promise<string[][]> => {
  const figures = await liveFigures(db, await Promise.all(ids.map(rolled)), context.calendar, now);
  return ids.map((id) => (figures.get(id) ?? []).map((one) => `${one.label.en}: ${valueIn(one, "en")}`));
};

const chapter = chapters();

describe("a roll-up", () => {
  chapter("counts done, open and late tasks of each organization, with one statement for all", async () => {
    const here = await found(db, now, {});
    const there = await found(db, now, {});
    const first = await start(here, "27", "2031-03-31");
    const second = await start(there, "27", "2031-03-31");
    const done = await start(here, "66", "2031-03-31");
    await act(context, { taskId: done, verb: "waive", actor, reason: "x" });
    await start(here, "66", "2031-03-31");
    await start(here, "65", "2031-03-04");
    const given = await start(here, "70", "2031-03-31");
    await act(context, { taskId: given, verb: "cancel", actor, reason: "x" });
    now = new Date("2031-03-06T01:00:00Z");
    let reads = 0;
    const counting = {
      $queryRaw(...given: unknown[]): unknown {
        reads += 1;
        return (db.$queryRaw as (...all: unknown[]) => unknown)(...given);
      },
    };
    await liveFigures(counting as never, [await rolled(first), await rolled(second)], context.calendar, now);
    expect(reads).toBe(1);
    expect(await said(first, second)).toEqual([
      [
        "2 duties, all periods: done 1, open 1, late 1",
        expect.stringMatching(/^65 .*: done 0, open 0, late 1$/),
        expect.stringMatching(/^66 .*: done 1, open 1, late 0$/),
      ],
      ["0 duties, all periods: done 0, open 0, late 0"],
    ]);
    // Not what was settled in another month.
    now = new Date("2031-04-02T01:00:00Z");
    const april = await start(here, "27", "2031-04-30");
    const [lines = []] = await said(april);
    expect(lines.find((line) => line.startsWith("66"))).toMatch(/done 0, open 0, late 1$/);
    // Nor, handed in late, what another month brought.
    await start(here, "70", "2031-04-30");
    expect((await said(april))[0]?.[0]).toBe("4 duties, all periods: done 0, open 1, late 3");
    expect((await said(first))[0]?.[0]).toBe("2 duties, all periods: done 1, open 0, late 2");
  });

  chapter("lists twenty overdue tasks, longest first, and counts the others", async () => {
    const organization = await found(db, now, {});
    const review = await start(organization, "60", "2031-04-30");
    expect(await said(review)).toEqual([["Overdue: none"]]);
    for (let n = 0; n < 22; n++) await start(organization, "66", "2031-04-03", `第${n}项`);
    await start(organization, "65", "2031-04-01", "最久的");
    now = new Date("2031-04-08T01:00:00Z");
    const [lines = []] = await said(review);
    expect(lines[0]).toBe("Overdue: 23 in all");
    expect(lines[1]).toMatch(/^65 .*\(最久的\): secretariat, 5 business days late$/);
    expect(lines).toHaveLength(22);
    // By mail and SMS, or to several, it is told of one and the same.
    expect(await said(review, review)).toEqual([lines, lines]);
    expect(lines.at(-1)).toBe("Others: and 3 more");
    // Handed in, it is what was handed over.
    const submission = { values: { decisions: "逐项催办" }, files: [] };
    await act(context, {
      taskId: review,
      verb: "submit",
      actor: { personId: organization.person("head") },
      submission,
    });
    expect(await said(review)).toEqual([[]]);
    const { facts } = await db.task.findUniqueOrThrow({ where: { id: review } });
    expect(figuresIn((facts as { figures: unknown }).figures)).toHaveLength(22);
  });

  chapter(
    "lists the opinions of its month, and leaves later ones to the next month, however late it is submitted",
    async () => {
      const chamber = await found(db, now, { type: "IND" });
      const hears = async (words: string): Promise<void> => {
        const opinion = { organization: chamber.code, kind: "opinion" as const, words, requester: {}, actor };
        await raiseOpinion(context, opinion);
      };
      const april = await start(chamber, "47", "2031-04-30");
      await hears("四月的意见");
      now = new Date("2031-05-06T01:00:00Z");
      const may = await start(chamber, "47", "2031-05-30");
      await hears("五月的意见");
      const [first, second] = await said(april, may);
      expect(first).toEqual(["Opinions of the month: 1 in all", "四月的意见: not decided yet"]);
      expect(second).toEqual(["Opinions of the month: 1 in all", "五月的意见: not decided yet"]);
    },
  );
});
