import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { type HolidaysOutcome, importHolidays } from "../../client/registry/holidays.ts";
import { BadInputError } from "../../domain/errors.ts";
import { taskTitle } from "../../domain/messages/task-title.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { type Announcement, announcementOf, readAnnouncement } from "../../domain/time/holidays.ts";
import { numberOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import { currentLanguage, listed, rowsBeyond, say } from "../language.ts";
import { cell, plural, wall } from "../views/format.ts";

/** `duban calendar` */
export function calendarCommands(group: Command, run: Run): void {
  group
    .command("import")
    .description(
      say(
        "导入一年的放假安排：列出变动的日期和随之调整的截止日，告知有关人员一次",
        "import the holidays of a year: which days change, which due days move, and one notice for each person concerned",
      ),
    )
    .argument(
      "<file-or-year>",
      say(
        "文件，每行一天，如2027-02-08,off（休息）或2027-02-14,work（上班）；或年份，用本程序自带的数据",
        "a file with a line a day (2027-02-08,off or 2027-02-14,work), or a year that the program's own data has",
      ),
    )
    .option("--preview", say("只显示，不作更改", "show it, and change nothing"), false)
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((given: string, options: { preview: boolean; limit: string }, called: Command) =>
      run(called, async (session) => {
        const limit = numberOf(options.limit, "--limit");
        const announcement = await announced(given);
        const apply = !options.preview;
        const outcome = await importHolidays(session, { announcement, apply, actor: "administrator" });
        return printed(outcome, apply, limit);
      }),
    );
}

async function announced(given: string): Promise<Announcement> {
  if (/^\d{4}$/.test(given)) {
    const known = announcementOf(Number(given));
    if (known) return known;
    throw new BadInputError(cause("holidays-unknown", { year: Number(given) }));
  }
  const text = await readFile(given, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new BadInputError(cause("file-unreadable", { file: printable(given), code: error.code ?? "", kind: "file" }));
  });
  const read = readAnnouncement(text);
  if (!("problems" in read)) return read;
  const { line, text: said } = read.problems[0] ?? { line: 1, text: "" };
  throw new BadInputError(cause("holidays-unreadable", { line, text: printable(said) }));
}

function printed(outcome: HolidaysOutcome, apply: boolean, limit: number): CommandResult {
  const { year, days, moved, people, applied } = outcome;
  const off = days.filter(({ worked }) => !worked).map(({ date }) => date);
  const worked = days.filter((day) => day.worked).map(({ date }) => date);
  return {
    data: { ...outcome, preview: !apply },
    first: [
      say(`${year}年，与此前的日历相比：`, `${year}, against the calendar as it was:`),
      say(
        `  休息  ${off.length > 0 ? listed(off) : "无变动"}`,
        `  off     ${off.length > 0 ? listed(off) : "no change"}`,
      ),
      say(
        `  上班  ${worked.length > 0 ? listed(worked) : "无变动"}`,
        `  worked  ${worked.length > 0 ? listed(worked) : "no change"}`,
      ),
    ].join("\n"),
    ...(moved.length > 0 && {
      table: {
        head: ["organization", "duty", "what", "from", "until", "because", "task"],
        rows: moved
          .slice(0, limit)
          .map(({ organization, duty, step, zone, from, to, because, taskId }) => [
            cell(organization, 14),
            duty,
            cell(taskTitle({ duty, step, subject: "" }, currentLanguage()), 40),
            wall(from, zone),
            wall(to, zone),
            listed(because.slice(0, 4)),
            taskId,
          ]),
      },
    }),
    text: [...rowsBeyond(moved.length, limit), verdict(moved.length, people, { apply, applied })].join("\n"),
  };
}

function verdict(moved: number, people: number, { apply, applied }: { apply: boolean; applied: boolean }): string {
  if (applied) return say("此前已经导入，没有更改。", "It was imported before; nothing changed.");
  if (!apply)
    return say(
      `${moved}项工作的截止日将会调整，告知${people}人，每人一次。未作更改。`,
      `${plural(moved, "due day")} would move, and ${people === 1 ? "1 person" : `${people} people`} be notified once. Nothing was changed.`,
    );
  return say(
    `已导入：${moved}项工作的截止日已调整，告知${people}人，每人一次。`,
    `Imported: ${plural(moved, "due day")} moved; ${people === 1 ? "1 person is" : `${people} people are`} told once.`,
  );
}
