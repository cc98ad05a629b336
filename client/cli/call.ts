import type { Command } from "commander";
import { circularSources } from "../../domain/circular.ts";
import { organizationTypes } from "../../domain/terms.ts";
import { issueCall, moveCall, type occasions, startCall } from "../acts/calls.ts";
import { organizationOf } from "../acts/campaigns.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { collect, idOf, oneOf } from "./given.ts";
import { kindCommands } from "./kind.ts";
import { plural } from "./shown.ts";
import { keyGiven, startedAnswer } from "./started.ts";

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
  urgent?: true;
  type?: readonly string[];
  district?: readonly string[];
  org?: readonly string[];
  key?: string;
}

/** In which the days of what concerns many organizations are meant: the zone of the guideline's city. */
const zone = "Asia/Shanghai";

/** `duban call …` */
export function callCommands(program: Command, run: Run): void {
  const call = program
    .command("call")
    .description("calls to action: weighed by three tests, own protection first, who serves, service, report");

  const starting = (name: string, event: (typeof occasions)[number], words: string): Command =>
    call
      .command(name)
      .description(words)
      .argument("<title>", "what it is, in one line")
      .requiredOption("--org <code>", "code of the organization")
      .option("--key <key>", "a key of your own: twice is once")
      .action((title: string, options: Start, command: Command) =>
        run(command, (session) => start(session, event, title, options)),
      );

  starting("start", "call-issued", "an authority calls on one organization: its head is asked to decide")
    .option("--from <authority>", "who calls")
    .option("--reply-by <date>", "day until which the answer is wanted, YYYY-MM-DD; otherwise the policy's term");
  starting("consider", "participation-planned", "weigh taking part of one's own accord by the three tests (duty 32)");
  starting("protect", "service-planned", "confirm own protection before a service that is planned (duty 9)");

  call
    .command("issue")
    .description("an authority calls on many organizations: all, those of types and districts, or those that are named")
    .argument("<title>", "what is called for, in one line")
    .requiredOption("--source <source>", `who calls: ${circularSources.join(", ")} (authority: 业务主管单位)`)
    .option("--from <authority>", "who calls, by name")
    .option("--reply-by <date>", "day until which the answer is wanted, YYYY-MM-DD; otherwise the policy's term")
    .option("--text <text>", "what it says")
    .option("--urgent", "marked urgent wherever it is named")
    .option(
      "--type <type>",
      `only organizations of this type, may be given again: ${organizationTypes.join(", ")}`,
      collect,
    )
    .option("--district <district>", "only organizations of this district, may be given again", collect)
    .option("--org <code>", "only this organization, may be given again", collect)
    .option("--key <key>", "a key of your own: twice is once")
    .action((title: string, options: Issue, command: Command) =>
      run(command, (session) => issue(session, title, options)),
    );

  call
    .command("move")
    .description("another day until which the answer is wanted")
    .argument("<case>", "id of the call's case, or its beginning")
    .requiredOption("--reply-by <date>", "YYYY-MM-DD")
    .action((given: string, { replyBy }: { replyBy: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const { changed } = await moveCall(session, { caseId, replyBy, actor: "administrator" });
        return {
          data: { case: caseId, replyBy, changed },
          text: changed ? `The answer is wanted by ${replyBy}.` : `It was wanted by ${replyBy} already.`,
        };
      }),
    );

  kindCommands(call, run, { kind: "CA", what: "call" });
}

async function start(
  session: CliSession,
  event: (typeof occasions)[number],
  title: string,
  { org, from, replyBy, key }: Start,
): Promise<Answer> {
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
  return startedAnswer(session, "call", started);
}

async function issue(session: CliSession, title: string, options: Issue): Promise<Answer> {
  const { from, replyBy, text, urgent, type, district, org, key } = options;
  const issued = await issueCall(
    session,
    {
      source: oneOf(options.source, "--source", circularSources),
      title,
      ...(from !== undefined && { issuedBy: from }),
      ...(replyBy !== undefined && { replyBy }),
      ...(text !== undefined && { text }),
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
    text: `${issued.created ? "Called on" : "It was issued already, to"} ${plural(issued.organizations, "organization")}: circular ${issued.id}.`,
  };
}
