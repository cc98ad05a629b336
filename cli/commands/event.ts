import type { Command } from "commander";
import { reportEvent } from "../../client/cases/report-event.ts";
import { events } from "../../domain/catalogue/duty.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { word } from "../../domain/words.ts";
import { lineOf, oneOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { both, listed, say } from "../language.ts";

interface EventOptions {
  org: string;
  about?: string;
  on?: string;
  key: string;
}

/** `duban event …` */
export function eventCommands(event: Command, run: Run): void {
  event
    .command("list")
    .description(
      say(
        "触发关系表：每种事情，以及由它开始的职责",
        "the table of triggers: every event, and the duties that name it",
      ),
    )
    .action((_options: unknown, command: Command) => run(command, async () => table()));

  event
    .command("tell")
    .description(
      say(
        "登记某机构发生了一件事：相关职责随之开始，同一标识只开始一次",
        "record an event in an organization: each duty that names it is started, once for a key",
      ),
    )
    .argument("<event>", say("名称见 `duban event list`", "as `duban event list` shows it"))
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption(
      "--key <key>",
      say("用以区分同类事情：同一标识只办一次", "idempotency key: the same event with the same key is recorded once"),
    )
    .option("--about <text>", say("一句话说明发生了什么", "what happened, in one line"))
    .option(
      "--on <date>",
      say("发生日期，YYYY-MM-DD；不写为当地今天", "the day it happened, YYYY-MM-DD; @default today there"),
    )
    .action((name: string, options: EventOptions, command: Command) =>
      run(command, (session) => tell(session, name, options)),
    );
}

function table(): CommandResult {
  const rows = events.map((name) => ({
    event: name,
    meaning: { zh: word("trigger", name, "zh-CN"), en: word("trigger", name, "en") },
    duties: allDuties.filter(({ events }) => events.includes(name)).map(({ number }) => number),
  }));
  return {
    data: rows,
    table: {
      head: ["event", "when", "duties"],
      rows: rows.map(({ event, meaning, duties }) => [event, both(meaning), listed(duties)]),
    },
  };
}

const longest = 2_000;

async function tell(session: CliSession, name: string, { org, about, on, key }: EventOptions): Promise<CommandResult> {
  const event = oneOf(name, "event", events);
  const cases = await reportEvent(session, {
    ...{ event, organization: org, onPlace: "--on", actor: "administrator" },
    key: lineOf(key, "--key", 200),
    about: about === undefined ? "" : lineOf(about, "--about", longest),
    ...(on !== undefined && { on }),
  });
  const lines = cases.map(({ duty, caseId, created }) =>
    say(
      `第${duty}项：事项${caseId}${created ? "" : "（此前已有）"}`,
      `duty ${duty}: case ${caseId}${created ? "" : " (it was there)"}`,
    ),
  );
  return {
    data: { event, organization: org, cases },
    text:
      lines.length > 0
        ? lines.join("\n")
        : say(
            `没有适用于${org}的职责由${event}开始。`,
            `No duty that applies to ${org} names ${event}: nothing is started.`,
          ),
  };
}
