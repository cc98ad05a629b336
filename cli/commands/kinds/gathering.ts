import type { Command } from "commander";
import { moveGathering, planGathering } from "../../../client/kinds/gathering.ts";
import { organizationOf } from "../../../client/registry/organizations.ts";
import { gatheringKind } from "../../../domain/procedures/kinds/gathering.ts";
import { idOf, words } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { say } from "../../language.ts";
import { kindCommands } from "../../views/kind.ts";
import { keyGiven, startedResult } from "../../views/started.ts";
import { recordOf } from "../../views/task-record.ts";

type PlanOptions = { org: string; on: string; time: string; until?: string; place: string; key?: string };
type MoveOptions = { on?: string; time?: string; until?: string; place?: string; reason?: string };

/** `duban gathering …` */
export function gatheringCommands(gathering: Command, run: Run): void {
  planCommand(gathering, run);
  moveCommand(gathering, run);
  holdCommand(gathering, run);
  kindCommands(gathering, run, {
    kind: gatheringKind,
    what: "gathering",
    more: async (_session, { case: { facts } }) => ({
      data: {},
      lines: [
        say(
          `日期：${facts.date ?? "未定"}${hoursOf(facts)}；地点：${facts.place ?? "未定"}；第${facts.round ?? 1}轮审批`,
          `On ${facts.date ?? "no day yet"}${hoursOf(facts)}, ${facts.place ?? "no place yet"}; approval round ${facts.round ?? 1}`,
        ),
      ],
    }),
  });
}

function planCommand(gathering: Command, run: Run): void {
  gathering
    .command("plan")
    .description(
      say(
        "筹办一项活动：先请报送安全方案，由负责人批准",
        "plan a gathering: its safety plan is requested, for the head's approval",
      ),
    )
    .argument("<title>", say("活动名称", "name of the gathering"))
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption("--on <date>", say("举办日期，格式为年-月-日（YYYY-MM-DD）", "day on which it is held, YYYY-MM-DD"))
    .requiredOption("--time <time>", say("开始时间，例如14:00", "when it begins, such as 14:00"))
    .option("--until <time>", say("结束时间，例如16:30", "when it ends, such as 16:30"))
    .requiredOption("--place <place>", say("举办地点", "where it is held"))
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((title: string, options: PlanOptions, command: Command) =>
      run(command, async (session) => {
        const { id: organizationId } = await organizationOf(session.db, options.org);
        const { on: date, place, time, until } = options;
        const key = keyGiven(options.key);
        const started = await planGathering(session, {
          organizationId,
          title,
          date,
          place,
          time,
          ...(until !== undefined && { until }),
          key,
          actor: "administrator",
        });
        return startedResult(session, "gathering", started);
      }),
    );
}

function moveCommand(gathering: Command, run: Run): void {
  gathering
    .command("move")
    .description(
      say(
        "改日期、时间或地点：改日期或地点的，已报送或批准的方案须重新报送",
        "change day, hour or place: for another day or place, a plan that was filed or approved is requested again",
      ),
    )
    .argument("<case>", say("活动事项的编号，或其开头几位", "id of the gathering's case, or its beginning"))
    .option("--on <date>", say("日期，格式为YYYY-MM-DD", "YYYY-MM-DD"))
    .option("--time <time>", say("开始时间，例如14:00", "when it begins, such as 14:00"))
    .option("--until <time>", say("结束时间，例如16:30", "when it ends, such as 16:30"))
    .option("--place <place>", say("举办地点", "where it is held"))
    .option("--reason <text>", say("理由", "why"), words)
    .action((given: string, options: MoveOptions, command: Command) =>
      run(command, (session) => move(session, given, options)),
    );
}

function holdCommand(gathering: Command, run: Run): void {
  gathering
    .command("hold")
    .description(
      say(
        "报送已举办活动的记录；条件不齐的不予受理，并列出缺什么",
        "hand in the record of a gathering that was held; refused with what is missing before it may be",
      ),
    )
    .argument("<case>", say("活动事项的编号，或其开头几位", "id of the gathering's case, or its beginning"))
    .requiredOption("--record <text>", say("做了什么", "what was done"), words)
    .requiredOption("--attendance <number>", say("到场人数", "how many came"))
    .option(
      "--findings <text>",
      say("发现的问题，每行一项；每项都要整改", "what went wrong, one a line; each is to be rectified"),
    )
    .action((given: string, options: { record: string; attendance: string; findings?: string }, command: Command) =>
      run(command, (session) =>
        recordOf(session, given, { kind: gatheringKind, what: "gathering", step: "hold", values: { ...options } }),
      ),
    );
}

async function move(
  session: CliSession,
  given: string,
  { on, place, time, until, reason }: MoveOptions,
): Promise<CommandResult> {
  const caseId = await idOf(session.db, "case", given);
  const { changed, round } = await moveGathering(session, {
    caseId,
    ...(on !== undefined && { date: on }),
    ...(place !== undefined && { place }),
    ...(time !== undefined && { time }),
    ...(until !== undefined && { until }),
    ...(reason !== undefined && { reason }),
    actor: "administrator",
  });
  const again =
    round > 1 ? say(`方案须重新报批（第${round}轮）。`, ` Its plan needs approval anew (round ${round}).`) : "";
  return {
    data: { case: caseId, changed, round },
    text: changed
      ? say(`活动安排已更改。${again}`, `The gathering is moved.${again}`)
      : say("本来如此，未作更改。", "It stood so already: nothing is changed."),
  };
}

/** ` 14:00–16:30`, or the part that is known. */
const hoursOf = ({ time, until }: Readonly<Record<string, unknown>>): string =>
  typeof time === "string" ? ` ${time}${typeof until === "string" ? `–${until}` : ""}` : "";
