import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { startCase } from "../../../client/cases/cases.ts";
import { futureOf } from "../../../client/instants.ts";
import { organizationOf } from "../../../client/registry/organizations.ts";
import { act } from "../../../client/tasks/act.ts";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../../domain/errors.ts";
import { beginningOf } from "../../../domain/escalation/anchor.ts";
import { dueDay } from "../../../domain/escalation/ladder.ts";
import { drillDuty, drillKind } from "../../../domain/procedures/kinds/drill.ts";
import { cause } from "../../../domain/reasons/index.ts";
import { isSettled } from "../../../domain/tasks/task-states.ts";
import type { Zone } from "../../../domain/terms.ts";
import { rollBack } from "../../../domain/time/business-days.ts";
import type { Calendar } from "../../../domain/time/calendar.ts";
import { addDays, isLocalDate } from "../../../domain/time/dates.ts";
import { type Period, periodOf } from "../../../domain/time/periods.ts";
import { dateIn, instantAt, timeIn } from "../../../domain/time/zones.ts";
import { word } from "../../../domain/words.ts";
import type { Tx } from "../../../prisma/client.ts";
import { type CaseRow, findCase } from "../../../records/cases/cases.ts";
import { organizationsById } from "../../../records/roster/holders.ts";
import { type TaskRow, tasksOfCase } from "../../../records/tasks/tasks.ts";
import { idOf, lineOf, oneOf, words } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { say } from "../../language.ts";
import { wall } from "../../views/format.ts";
import { titleWithDuty } from "../../views/task-words.ts";

const drills = allDuties.filter(({ kind }) => kind === drillKind).map(({ number }) => number);

interface StartOptions {
  org: string;
  duty: string;
  by?: string;
  key?: string;
}

/** `duban drill …` */
export function drillCommands(drill: Command, run: Run): void {
  drill
    .command("start")
    .description(
      say(
        "开始一次演练：请秘书处定日期并报送方案",
        "start a drill: the secretariat gets a task to set its date and file its plan",
      ),
    )
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .option(
      "--duty <number>",
      say(
        "26：应急预案；53b：服务机构人员；S7、S8：消防；S9、S10：安全生产",
        "26: emergency plan, 53b: staff of a service agency, S7 and S8: fire, S9 and S10: production safety",
      ),
      drillDuty,
    )
    .option(
      "--by <date>",
      say(
        "最迟举行日期，YYYY-MM-DD（不写为本半年最后一个工作日）",
        "last day on which it may be held, YYYY-MM-DD (last business day of this half-year)",
      ),
    )
    .option(
      "--key <key>",
      say(
        "自定的标识：同一标识只办一次（不写为半年，例如2026-H2）",
        "idempotency key: with the same key it is done once (the half-year, such as 2026-H2)",
      ),
    )
    .action((options: StartOptions, command: Command) => run(command, (session) => start(session, options)));

  drill
    .command("move")
    .description(
      say(
        "更改已定演练的日期：按新日期重新通知人员",
        "move a drill whose date is set: people are called out again for the new day",
      ),
    )
    .argument("<case>", say("演练事项的编号，或其开头几位", "id of the drill's case, or its beginning"))
    .requiredOption(
      "--to <date>",
      say(
        "何时开始：YYYY-MM-DD（时刻不变）或YYYY-MM-DDTHH:MM，须在演练所属期间内",
        "when it begins: YYYY-MM-DD (at the same time of day) or YYYY-MM-DDTHH:MM, within the drill's period",
      ),
    )
    .option("--place <text>", say("另一地点", "another place"))
    .action((given: string, options: { to: string; place?: string }, command: Command) =>
      run(command, (session) => move(session, given, options)),
    );

  drill
    .command("record")
    .description(
      say("报送已举行演练的记录和参加人员", "hand in the record and the attendance of a drill that was held"),
    )
    .argument("<case>", say("演练事项的编号，或其开头几位", "id of the drill's case, or its beginning"))
    .requiredOption("--record <text>", say("做了什么", "what was done"), words)
    .requiredOption(
      "--attendance <file|text>",
      say("每行一个姓名的文件，或用逗号分开的姓名", "a file with one name a line, or names separated by commas"),
      words,
    )
    .action((given: string, options: { record: string; attendance: string }, command: Command) =>
      run(command, (session) => record(session, given, options)),
    );
}

async function start(session: CliSession, options: StartOptions): Promise<CommandResult> {
  const duty = oneOf(options.duty, "--duty", drills);
  const { db, calendar } = session;
  const now = session.now();
  const { id, zone } = await organizationOf(db, options.org);
  const given = options.by === undefined ? undefined : futureOf(options.by, "--by", zone, now);
  const { period, endsAt } = given ? { period: halfOf(given, zone), endsAt: given } : ahead(now, zone, calendar);
  const key = options.key ?? period.key;
  const { caseId, created } = await startCase(session, {
    duty,
    organizationId: id,
    subject: "",
    actor: "administrator",
    key,
    dueAt: endsAt,
  });
  const { found, tasks } = await drillOf(db, caseId);
  const task = tasks.find((one) => !isSettled(one.state)) ?? tasks.at(-1);
  const last = endOf(found) ?? endsAt;
  const asked =
    task && !isSettled(task.state)
      ? say(
          `${titleWithDuty(task)}（工作${task.id}）的截止时间为${wall(task.dueAt, zone)}。`,
          ` ${titleWithDuty(task)} (task ${task.id}) is due ${wall(task.dueAt, zone)}.`,
        )
      : "";
  return {
    data: {
      case: caseId,
      created,
      state: found.state,
      duty,
      key,
      task: task?.id ?? null,
      dueAt: task?.dueAt ?? null,
      endsAt: last,
    },
    text: say(
      `${created ? `演练${caseId}已开始` : `此前已有，${word("caseState", found.state, "zh-CN")}：${caseId}`}；最迟在${wall(last, zone)}前举行。${asked}`,
      `${created ? `Drill ${caseId} is started` : `It was there already, ${found.state}: ${caseId}`}; it is to be held by ${wall(last, zone)}.${asked}`,
    ),
  };
}

async function move(
  session: CliSession,
  given: string,
  { to, place }: { to: string; place?: string },
): Promise<CommandResult> {
  const { db } = session;
  const { found, tasks, zone } = await drillOf(db, await idOf(db, "case", given));
  const hold = openHold(tasks);
  const begins = beginningOf(hold.facts);
  // Only a day was given: the time of day stays the same.
  const at = begins && isLocalDate(to.trim()) ? `${to.trim()}T${timeIn(begins, zone)}` : to;
  const until = futureOf(at, "--to", zone, session.now());
  const end = endOf(found);
  if (end && dueDay(until, zone) > dueDay(end, zone))
    throw new RefusedError(cause("beyond-period", { until: dueDay(until, zone), latest: dueDay(end, zone) }));
  if (place !== undefined && !begins) throw new RefusedError(cause("no-beginning"));
  const where = place === undefined ? {} : { place: lineOf(place, "--place", 100) };
  const { changed } = await act(session, { taskId: hold.id, verb: "move", until, ...where, actor: "administrator" });
  return {
    data: { case: found.id, task: hold.id, to: until, changed },
    text: changed
      ? say(`演练改到${wall(until, zone)}。`, `The drill is moved to ${wall(until, zone)}.`)
      : say(`演练本来就在${wall(until, zone)}。`, `It stood there already: ${wall(until, zone)}.`),
  };
}

async function record(
  session: CliSession,
  given: string,
  options: { record: string; attendance: string },
): Promise<CommandResult> {
  const { db } = session;
  const { found, tasks } = await drillOf(db, await idOf(db, "case", given));
  const held = tasks.findLast((task) => task.step === "hold" && task.state === "closed");
  const hold = tasks.find(isOpenHold) ?? held ?? openHold(tasks);
  const attendance = await namesFrom(options.attendance);
  const { state, changed } = await act(session, {
    taskId: hold.id,
    verb: "submit",
    actor: "administrator",
    submission: { values: { record: options.record, attendance: attendance.join("\n") }, files: [] },
  });
  return {
    data: { case: found.id, task: hold.id, state, attendance: attendance.length, changed },
    text: changed
      ? say(
          `已登记：演练有${attendance.length}人参加。下一步是评估。`,
          `Recorded: the drill was held with ${attendance.length} present. Its evaluation is requested next.`,
        )
      : say("记录此前已报送。", "Its record was handed in already."),
  };
}

/** The current half-year, or the next one if the last business day of this one has passed. */
function ahead(now: Date, zone: Zone, calendar: Calendar): { period: Period; endsAt: Date } {
  const period = halfOf(now, zone);
  const endsAt = instantAt(rollBack(calendar, period.to), "18:00", zone);
  if (endsAt > now) return { period, endsAt };
  const next = periodOf("half-yearly", addDays(period.to, 1));
  return { period: next, endsAt: instantAt(rollBack(calendar, next.to), "18:00", zone) };
}

const halfOf = (at: Date, zone: Zone): Period => periodOf("half-yearly", dateIn(at, zone));
const isOpenHold = (task: TaskRow): boolean => task.step === "hold" && !isSettled(task.state);

function openHold(tasks: readonly TaskRow[]): TaskRow {
  const hold = tasks.find(isOpenHold);
  if (hold) return hold;
  const open = tasks.find((task) => !isSettled(task.state));
  throw new RefusedError(cause("nothing-to-hold", { step: open?.step ?? null, task: open?.id ?? null }));
}

function endOf(found: CaseRow): Date | null {
  const { endsAt } = found.facts;
  return typeof endsAt === "string" ? new Date(endsAt) : null;
}

async function drillOf(db: Tx, caseId: string): Promise<{ found: CaseRow; tasks: TaskRow[]; zone: Zone }> {
  const found = await findCase(db, caseId);
  const organization = found && (await organizationsById(db, [found.organizationId])).get(found.organizationId);
  if (!found || !organization || found.kind !== drillKind)
    throw new NotFoundError(cause("no-drill", { value: caseId }));
  return { found, tasks: await tasksOfCase(db, caseId), zone: organization.zone };
}

/** Names from a file, one in each line; if the argument is not a file, the names themselves. @throws {BadInputError} the file cannot be read */
async function namesFrom(given: string): Promise<string[]> {
  const names = await readFile(given, "utf8").then(
    (text) => text.split(/\r?\n/),
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENAMETOOLONG") return given.split(/[,，、;；\n]/);
      throw new BadInputError(
        cause("file-unreadable", {
          option: "--attendance",
          file: given.slice(0, 80),
          code: error.code ?? "",
          kind: "text",
        }),
      );
    },
  );
  const kept = names.map((name) => name.trim()).filter(Boolean);
  if (kept.length > 0) return kept;
  throw new BadInputError(cause("names-nobody", { option: "--attendance", value: given.slice(0, 80) }));
}
