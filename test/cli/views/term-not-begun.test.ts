import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";
import { caseDetail, taskDetail } from "../../../client/api/task-detail.ts";
import { issueCircular } from "../../../client/cases/circulars.ts";
import { dossierOf } from "../../../client/dossier/dossier.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { caseLines } from "../../../records/views/listings.ts";
import { batchCsv } from "../../../web/board/batch/batch-csv.ts";
import { freshDatabase } from "../../support/database.ts";
import { unpacked } from "../../support/files/repacked.ts";
import { found } from "../../support/organization.ts";
import { standIn } from "../stand-in.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T02:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const { duban } = commandLine(db, () => now);
const organization = await found(db, now, {});
const notice = { title: "通知", text: "请落实。" };
await issueCircular(context, { event: "policy-issued", source: "local", ...notice, actor: "administrator" });
await standIn(db).distribute(now);
/** Its term is counted from the end of the report. */
const study = await db.task.findFirstOrThrow({ where: { organizationId: organization.id, step: "study" } });
const report = await db.task.findFirstOrThrow({ where: { organizationId: organization.id, step: "report" } });
const everywhere = { organizationIds: null, actor: null } as const;

it("a term that has not begun has no due day in lists and for programs", async () => {
  const { out } = await duban("task", "list", "--org", organization.code, "--duty", "1");
  expect(out).toContain(study.id);
  expect(out).not.toMatch(/20\d\d-\d\d-\d\d/);
  expect((await duban("task", "list", "--org", organization.code, "--duty", "13")).out).toContain("2031-03-04 18:00");
  const acknowledged = await duban("task", "ack", study.id, "--as", organization.person("secretariat"));
  expect(acknowledged.code, acknowledged.err).toBe(0);
  expect(acknowledged.out).toContain("its term begins when what it waits for is done");
  expect(acknowledged.out).not.toMatch(/20\d\d-\d\d-\d\d/);
  const data = async (...typed: string[]) => (await duban(...typed, "--json")).data;
  expect(await data("task", "list", "--org", organization.code, "--duty", "1")).toMatchObject([{ dueAt: null }]);
  expect(await data("task", "show", study.id)).toMatchObject({ dueAt: null, firstDueAt: null });
  expect(await data("case", "show", study.caseId)).toMatchObject({
    tasks: expect.arrayContaining([
      expect.objectContaining({ task: study.id, dueAt: null }),
      expect.objectContaining({ task: report.id, dueAt: report.dueAt.toISOString() }),
    ]),
  });
  expect(await taskDetail(context, everywhere, study.id)).toMatchObject({ dueAt: null, firstDueAt: null });
  const { tasks } = await caseDetail(context, everywhere, study.caseId);
  expect(tasks.find(({ task }) => task === study.id)).toMatchObject({ dueAt: null });
});

it("a term that has not begun does not count for its case, and has no due day in a sheet or a dossier", async () => {
  await db.task.update({ where: { id: study.id }, data: { dueAt: new Date("2031-03-03T10:00:00Z") } });
  const lines = await caseLines(db, { organizationId: organization.id, duty: "13" }, now, 10);
  expect(lines).toMatchObject([{ dueAt: report.dueAt, askedDue: report.dueAt }]);
  const row = (more: object) => ({
    ...{
      id: study.id,
      organization: "某机构",
      code: "A",
      district: "",
      zone: "Asia/Shanghai",
      duty: "1",
      step: "study",
    },
    ...{
      facts: {},
      subject: "",
      state: "open",
      dueAt: study.dueAt,
      byClock: false,
      outcome: null,
      cause: null,
      ...more,
    },
  });
  const csv = (more: object): string =>
    batchCsv([row(more)] as unknown as Parameters<typeof batchCsv>[0], new Map(), {
      ...{ language: "zh-CN", now, calendar: context.calendar },
    });
  expect(csv({ waitsFor: 0, floating: true })).toMatch(/3月\d/);
  expect(csv({ waitsFor: 1, floating: true })).not.toMatch(/3月\d/);
  expect(csv({ waitsFor: 1, floating: false })).toMatch(/3月\d/);
  const path = join(await mkdtemp(join(tmpdir(), "duban-term-")), "whole.zip");
  await writeFile(path, await buffer((await dossierOf(context, study.caseId, "zh-CN")).stream));
  const files = await unpacked(path);
  await rm(dirname(path), { recursive: true });
  const dossier = JSON.parse(String(files.find(([name]) => name === "case.json")?.[1])) as { tasks: { id: string }[] };
  expect(dossier.tasks.find(({ id }) => id === study.id)).toMatchObject({ dueAt: null });
  expect(dossier.tasks.find(({ id }) => id === report.id)).toMatchObject({ dueAt: report.dueAt.toISOString() });
});
