import { expect, test } from "vitest";
import { startWorld } from "../support/world.ts";
import { twiceOfATask } from "./routine-mails.ts";

/* Tests the oracle of the random walk: it accepts what the rules allow, and no more. */
test("two mails a day about one task are an error, unless the second requests the verdict on a severe finding", async () => {
  const city = await startWorld();
  const organization = await city.organization({});
  const finding = { duty: "29", organizationId: organization.id, subject: "灯坏了", actor: "administrator" } as const;
  const caseId = await city.start({ ...finding, facts: { severity: "major" } });
  const { id: taskId } = await city.db.task.findFirstOrThrow({ where: { caseId } });
  // On the due day the board is notified that it is late, and an hour later that it is to be verified.
  await city.until("2031-03-10 18:10");
  await city.settled();
  const submission = { values: { note: "已修好" }, files: [] };
  await city.act({ taskId, verb: "submit", actor: { personId: organization.person("secretariat") }, submission });
  await city.settled();
  const mails = await city.db.notice.findMany({
    where: { taskId, personId: organization.person("supervisory-board"), channel: "email", state: "sent" },
    orderBy: { createdAt: "asc" },
  });
  expect(mails.map(({ shape }) => shape)).toEqual(["escalated", "due"]);
  expect(await twiceOfATask(city.db)).toEqual([]);

  await city.db.case.update({ where: { id: caseId }, data: { facts: { severity: "minor" } } });
  expect(await twiceOfATask(city.db)).toMatchObject([{ task: taskId, day: "2031-03-10", tooLate: false }]);
});
