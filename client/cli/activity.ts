import type { Command } from "commander";
import { moveActivity, planActivity } from "../acts/activities.ts";
import { organizationOf } from "../acts/campaigns.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { idOf, words } from "./given.ts";
import { kindCommands } from "./kind.ts";
import { keyGiven, startedAnswer } from "./started.ts";
import { recordOf } from "./task-record.ts";

/** `duban activity …` */
export function activityCommands(program: Command, run: Run): void {
  const activity = program
    .command("activity")
    .description("activities: checked against the charter, their safety plan approved by the head, held, reported");

  activity
    .command("plan")
    .description("plan an activity: its safety plan is asked for, for the head's approval")
    .argument("<title>", "name of the activity")
    .requiredOption("--org <code>", "code of the organization")
    .requiredOption("--on <date>", "day on which it is held, YYYY-MM-DD")
    .requiredOption("--place <place>", "where it is held")
    .option("--key <key>", "a key of your own: twice is once")
    .action((title: string, options: { org: string; on: string; place: string; key?: string }, command: Command) =>
      run(command, async (session) => {
        const { id: organizationId } = await organizationOf(session.db, options.org);
        const { on: date, place } = options;
        const key = keyGiven(options.key);
        const started = await planActivity(session, {
          organizationId,
          title,
          date,
          place,
          key,
          actor: "administrator",
        });
        return startedAnswer(session, "activity", started);
      }),
    );

  activity
    .command("move")
    .description("another day or place: a plan that was filed or approved is asked for again")
    .argument("<case>", "id of the activity's case, or its beginning")
    .option("--on <date>", "YYYY-MM-DD")
    .option("--place <place>", "where it is held")
    .option("--reason <text>", "why", words)
    .action((given: string, options: { on?: string; place?: string; reason?: string }, command: Command) =>
      run(command, (session) => move(session, given, options)),
    );

  activity
    .command("hold")
    .description("hand in the record of an activity that was held; refused with what is missing before it may be")
    .argument("<case>", "id of the activity's case, or its beginning")
    .requiredOption("--record <text>", "what was done", words)
    .requiredOption("--attendance <number>", "how many came")
    .option("--findings <text>", "what went wrong, one a line; each is to be rectified")
    .action((given: string, options: { record: string; attendance: string; findings?: string }, command: Command) =>
      run(command, (session) =>
        recordOf(session, given, { kind: "AG", what: "activity", step: "hold", values: { ...options } }),
      ),
    );

  kindCommands(activity, run, {
    kind: "AG",
    what: "activity",
    more: async (_session, { case: { facts } }) => ({
      data: {},
      lines: [`On ${facts.date ?? "no day yet"}, ${facts.place ?? "no place yet"}; approval round ${facts.round ?? 1}`],
    }),
  });
}

async function move(
  session: CliSession,
  given: string,
  { on, place, reason }: { on?: string; place?: string; reason?: string },
): Promise<Answer> {
  const caseId = await idOf(session.db, "case", given);
  const { changed, round } = await moveActivity(session, {
    caseId,
    ...(on !== undefined && { date: on }),
    ...(place !== undefined && { place }),
    ...(reason !== undefined && { reason }),
    actor: "administrator",
  });
  const again = round > 1 ? ` Its plan needs approval anew (round ${round}).` : "";
  return {
    data: { case: caseId, changed, round },
    text: changed ? `The activity is moved.${again}` : "It stood so already: nothing is changed.",
  };
}
