import type { Command } from "commander";
import {
  endProject,
  enlist,
  moveProject,
  putOnDuty,
  registerOf,
  startProject,
  takeOffDuty,
  type Volunteer,
} from "../../../client/kinds/project.ts";
import { organizationOf } from "../../../client/registry/organizations.ts";
import { BadInputError } from "../../../domain/errors.ts";
import { projectKind } from "../../../domain/procedures/kinds/project.ts";
import { cause } from "../../../domain/reasons/index.ts";
import { collect, idOf, words } from "../../args.ts";
import type { Run } from "../../command-result.ts";
import { say } from "../../language.ts";
import { plural, safe, section } from "../../views/format.ts";
import { kindCommands } from "../../views/kind.ts";
import { keyGiven, startedResult } from "../../views/started.ts";

const whom = (): string =>
  say(
    "本机构的志愿者：姓名、电子邮箱、手机号码或编号；可重复给出",
    "a volunteer of the organization: name, e-mail address, telephone number or id; may be given several times",
  );

interface DutyOptions {
  person: readonly string[];
  off: boolean;
  reason?: string;
}

/** `duban project …` */
export function projectCommands(project: Command, run: Run): void {
  startCommand(project, run);
  enlistCommand(project, run);
  dutyCommand(project, run);
  moveCommand(project, run);
  endCommand(project, run);
  kindCommands(project, run, {
    kind: projectKind,
    what: "project",
    async more(session, { case: found, organization }) {
      const { volunteers } = await registerOf(session.db, found, organization, session.now());
      const { startsOn = say("未定", "no day yet"), endsOn = say("未定", "no end yet") } = found.facts;
      return {
        data: { volunteers },
        lines: [
          say(`自${startsOn}至${endsOn}`, `From ${startsOn} to ${endsOn}`),
          ...section(say("志愿者", "Volunteers"), volunteers.map(volunteerLine)),
        ],
      };
    },
  });
}

function startCommand(project: Command, run: Run): void {
  project
    .command("start")
    .description(
      say(
        "开始一个项目：先公布需求、落实自身防护、招募志愿者",
        "start a project: its need is to be published, own protection confirmed, volunteers recruited",
      ),
    )
    .argument("<title>", say("项目名称", "name of the project"))
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption("--from <date>", say("服务开始日期", "first day of service, YYYY-MM-DD"))
    .option(
      "--to <date>",
      say(
        "服务结束日期；不写则到 `duban project end` 为止",
        "last day of service; otherwise it runs until `duban project end`",
      ),
    )
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((title: string, options: { org: string; from: string; to?: string; key?: string }, command: Command) =>
      run(command, async (session) => {
        const { id: organizationId } = await organizationOf(session.db, options.org);
        const started = await startProject(session, {
          organizationId,
          title,
          startsOn: options.from,
          ...(options.to !== undefined && { endsOn: options.to }),
          key: keyGiven(options.key),
          actor: "administrator",
        });
        return startedResult(session, "project", started);
      }),
    );
}

function enlistCommand(project: Command, run: Run): void {
  project
    .command("enlist")
    .description(
      say(
        "把志愿者列入项目名单；未培训的会被要求培训",
        "put volunteers on the project's register; training is requested for those who have none",
      ),
    )
    .argument("<case>", say("项目事项的编号，或其开头几位", "id of the project's case, or its beginning"))
    .requiredOption("--person <person>", whom(), collect)
    .action((given: string, { person }: { person: readonly string[] }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const { added, onRegister } = await enlist(session, { caseId, named: person, actor: "administrator" });
        return {
          data: { case: caseId, added, onRegister },
          text: say(
            `${added}名志愿者列入名单；名单上共${onRegister}人。`,
            `${plural(added, "volunteer")} put on the register; ${onRegister} are on it.`,
          ),
        };
      }),
    );
}

function dutyCommand(project: Command, run: Run): void {
  project
    .command("duty")
    .description(
      say(
        "安排志愿者上岗（须已培训并有防护），或者离岗",
        "put volunteers on duty, refused until each is trained and protected; or take them off duty again",
      ),
    )
    .argument("<case>", say("项目事项的编号，或其开头几位", "id of the project's case, or its beginning"))
    .requiredOption("--person <person>", whom(), collect)
    .option("--off", say("离岗，已离开机构的也可以", "take them off duty, those too who have left"), false)
    .option("--reason <text>", say("离岗理由", "why they are taken off duty"), words)
    .action((given: string, { person, off, reason }: DutyOptions, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        if (off) {
          const why = reason === undefined ? {} : { reason };
          const { removed } = await takeOffDuty(session, { caseId, named: person, ...why, actor: "administrator" });
          return {
            data: { case: caseId, removed },
            text:
              removed > 0
                ? say(`${removed}名志愿者离岗。`, `${plural(removed, "volunteer")} taken off duty.`)
                : say("他们没有上岗。", "They were not on duty."),
          };
        }
        if (reason !== undefined)
          throw new BadInputError(cause("needs-option", { option: "--reason", other: "--off" }));
        const { added } = await putOnDuty(session, { caseId, named: person, actor: "administrator" });
        return {
          data: { case: caseId, added },
          text:
            added > 0
              ? say(`${added}名志愿者上岗。`, `${plural(added, "volunteer")} put on duty.`)
              : say("他们本来就在岗。", "They were on duty already."),
        };
      }),
    );
}

function moveCommand(project: Command, run: Run): void {
  project
    .command("move")
    .description(say("更改开始或结束日期：每周检查随之改变", "another first or last day: the weekly checks follow"))
    .argument("<case>", say("项目事项的编号，或其开头几位", "id of the project's case, or its beginning"))
    .option("--from <date>", say("服务开始日期", "first day of service, YYYY-MM-DD"))
    .option("--to <date>", say("服务结束日期，YYYY-MM-DD", "last day of service, YYYY-MM-DD"))
    .action((given: string, { from, to }: { from?: string; to?: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const days = { ...(from !== undefined && { startsOn: from }), ...(to !== undefined && { endsOn: to }) };
        const { changed } = await moveProject(session, { caseId, ...days, actor: "administrator" });
        return {
          data: { case: caseId, ...days, changed },
          text: changed
            ? say("项目已改期。", "The project is moved.")
            : say("本来如此，未作更改。", "It stood so already: nothing is changed."),
        };
      }),
    );
}

function endCommand(project: Command, run: Run): void {
  project
    .command("end")
    .description(
      say("结束项目：不再要求检查，转为要求报送情况", "end a project: no further checks are requested; its report is"),
    )
    .argument("<case>", say("项目事项的编号，或其开头几位", "id of the project's case, or its beginning"))
    .option(
      "--on <date>",
      say("服务结束日期，今天或以前；不写为今天", "last day of service, today or before; otherwise today"),
    )
    .action((given: string, { on }: { on?: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const day = on === undefined ? {} : { endsOn: on };
        const { changed } = await endProject(session, { caseId, ...day, actor: "administrator" });
        return {
          data: { case: caseId, changed },
          text: changed
            ? say("项目已结束。", "The project has ended.")
            : say("项目此前已结束。", "It had ended already."),
        };
      }),
    );
}

function volunteerLine({ name, trained, ready, onDutySince, left }: Volunteer): string {
  const taught = trained
    ? say("已培训", "trained")
    : ready
      ? say("没有要求培训", "no training asked for")
      : say("未培训，不能上岗", "not trained, may not serve");
  return say(
    `${safe(name)}：${taught}${onDutySince ? `，${onDutySince}起在岗` : ""}${left ? "，已不是志愿者" : ""}`,
    `${safe(name)}: ${taught}${onDutySince ? `, on duty since ${onDutySince}` : ""}${left ? ", a volunteer no more" : ""}`,
  );
}
