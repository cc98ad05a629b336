import type { Command } from "commander";
import { issueCall, moveCall, type occasions, startCall } from "../../client/kinds/call.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { circularSources } from "../../domain/procedures/circular.ts";
import { callKind } from "../../domain/procedures/kinds/call.ts";
import { organizationTypes } from "../../domain/terms.ts";
import { cityZone as zone } from "../../domain/time/zones.ts";
import { collect, idOf, oneOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { say } from "../language.ts";
import { plural } from "../views/format.ts";
import { kindCommands } from "../views/kind.ts";
import { keyGiven, startedResult } from "../views/started.ts";
import { documentOf } from "./kinds/circular.ts";

interface Start {
  org: string;
  from?: string;
  replyBy?: string;
  key?: string;
}

interface Issue {
  source: string;
  from?: string;
  replyBy?: string;
  text?: string;
  file?: string;
  urgent?: true;
  type?: readonly string[];
  district?: readonly string[];
  org?: readonly string[];
  key?: string;
}

/** `duban call …` */
export function callCommands(call: Command, run: Run): void {
  startCommands(call, run);
  issueCommand(call, run);
  moveCommand(call, run);
  kindCommands(call, run, { kind: callKind, what: "call" });
}

function startCommands(call: Command, run: Run): void {
  const starting = (name: string, event: (typeof occasions)[number], words: string): Command =>
    call
      .command(name)
      .description(words)
      .argument("<title>", say("一句话说明是什么", "what it is, in one line"))
      .requiredOption("--org <code>", say("机构代码", "code of the organization"))
      .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
      .action((title: string, options: Start, command: Command) =>
        run(command, (session) => start(session, event, title, options)),
      );

  starting(
    "start",
    "call-issued",
    say(
      "业务主管单位等号召一家机构：请负责人决定",
      "an authority calls on one organization: its head gets a task to decide",
    ),
  )
    .option("--from <authority>", say("由谁发出号召", "who calls"))
    .option(
      "--reply-by <date>",
      say(
        "要求答复的日期，YYYY-MM-DD；不写则按督办规则",
        "day until which the answer is wanted, YYYY-MM-DD; otherwise the policy's term",
      ),
    );
  starting(
    "consider",
    "participation-planned",
    say("自发参与前，按三项条件研判（第32项）", "weigh taking part of one's own accord by the three tests (duty 32)"),
  );
  starting(
    "protect",
    "service-planned",
    say(
      "开展已筹划的服务前，先落实自身防护（第9项）",
      "confirm own protection before a service that is planned (duty 9)",
    ),
  );
}

function issueCommand(call: Command, run: Run): void {
  call
    .command("issue")
    .description(
      say(
        "业务主管单位等向多家机构发出号召：全部、按类型和区，或者指定机构",
        "an authority calls on many organizations: all, those of types and districts, or those that are named",
      ),
    )
    .argument("<title>", say("一句话说明号召做什么", "what is called for, in one line"))
    .requiredOption(
      "--source <source>",
      say(
        `由谁发出：${circularSources.join("、")}（authority 为业务主管单位）`,
        `who calls: ${circularSources.join(", ")} (authority: 业务主管单位)`,
      ),
    )
    .option("--from <authority>", say("发出者的名称", "who calls, by name"))
    .option(
      "--reply-by <date>",
      say(
        "要求答复的日期，YYYY-MM-DD；不写则按督办规则",
        "day until which the answer is wanted, YYYY-MM-DD; otherwise the policy's term",
      ),
    )
    .option("--text <text>", say("内容", "what it says"))
    .option(
      "--file <file>",
      say("文件本身，被要求办理的人都可以下载", "the document itself, for download by everyone with a task"),
    )
    .option("--urgent", say("加急：凡提到处均标明", "marked urgent wherever it is named"))
    .option(
      "--type <type>",
      say(
        `只限此类机构，可重复给出：${organizationTypes.join("、")}`,
        `only organizations of this type, may be given again: ${organizationTypes.join(", ")}`,
      ),
      collect,
    )
    .option(
      "--district <district>",
      say("只限此区的机构，可重复给出", "only organizations of this district, may be given again"),
      collect,
    )
    .option("--org <code>", say("只限此机构，可重复给出", "only this organization, may be given again"), collect)
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((title: string, options: Issue, command: Command) =>
      run(command, (session) => issue(session, title, options)),
    );
}

function moveCommand(call: Command, run: Run): void {
  call
    .command("move")
    .description(say("更改要求答复的日期", "another day until which the answer is wanted"))
    .argument("<case>", say("号召事项的编号，或其开头几位", "id of the call's case, or its beginning"))
    .requiredOption("--reply-by <date>", say("日期，格式为YYYY-MM-DD", "YYYY-MM-DD"))
    .action((given: string, { replyBy }: { replyBy: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const { changed } = await moveCall(session, { caseId, replyBy, actor: "administrator" });
        return {
          data: { case: caseId, replyBy, changed },
          text: changed
            ? say(`答复日期改为${replyBy}。`, `The answer is wanted by ${replyBy}.`)
            : say(`答复日期本来就是${replyBy}。`, `It was wanted by ${replyBy} already.`),
        };
      }),
    );
}

async function start(
  session: CliSession,
  event: (typeof occasions)[number],
  title: string,
  { org, from, replyBy, key }: Start,
): Promise<CommandResult> {
  const { id: organizationId } = await organizationOf(session.db, org);
  const started = await startCall(session, {
    organizationId,
    event,
    title,
    ...(from !== undefined && { issuedBy: from }),
    ...(replyBy !== undefined && { replyBy }),
    key: keyGiven(key),
    actor: "administrator",
  });
  return startedResult(session, "call", started);
}

async function issue(session: CliSession, title: string, options: Issue): Promise<CommandResult> {
  const { from, replyBy, text, file, urgent, type, district, org, key } = options;
  const issued = await issueCall(
    session,
    {
      source: oneOf(options.source, "--source", circularSources),
      title,
      ...(from !== undefined && { issuedBy: from }),
      ...(replyBy !== undefined && { replyBy }),
      ...(text !== undefined && { text }),
      ...(file !== undefined && { file: await documentOf(file) }),
      ...(urgent && { urgency: "urgent" }),
      ...(type && { types: type.map((one) => oneOf(one, "--type", organizationTypes)) }),
      ...(district && { districts: district }),
      ...(org && { organizations: org }),
      ...(key !== undefined && { key: keyGiven(key) }),
      actor: "administrator",
    },
    zone,
  );
  return {
    data: { circular: issued.id, created: issued.created, organizations: issued.organizations },
    text: say(
      `${issued.created ? "已向" : "此前已向"}${issued.organizations}家机构发出号召：文件${issued.id}。`,
      `${issued.created ? "Called on" : "It was issued already, to"} ${plural(issued.organizations, "organization")}: circular ${issued.id}.`,
    ),
  };
}
