import type { Command } from "commander";
import { organizationOf } from "../acts/campaigns.ts";
import { BadInput } from "../acts/context.ts";
import {
  endProject,
  enlist,
  moveProject,
  putOnDuty,
  registerOf,
  startProject,
  takeOffDuty,
  type Volunteer,
} from "../acts/projects.ts";
import type { Run } from "./answer.ts";
import { collect, idOf, words } from "./given.ts";
import { kindCommands } from "./kind.ts";
import { plural, safe, section } from "./shown.ts";
import { keyGiven, startedAnswer } from "./started.ts";

const whom =
  "a volunteer of the organization: name, e-mail address, telephone number or id; may be given several times";

interface DutyOptions {
  person: readonly string[];
  off: boolean;
  reason?: string;
}

/** `duban project …` */
export function projectCommands(program: Command, run: Run): void {
  const project = program
    .command("project")
    .description("volunteer projects: need published, volunteers recruited and trained, checked weekly, reported");

  project
    .command("start")
    .description("start a project: its need is to be published, own protection confirmed, volunteers recruited")
    .argument("<title>", "name of the project")
    .requiredOption("--org <code>", "code of the organization")
    .requiredOption("--from <date>", "first day of service, YYYY-MM-DD")
    .option("--to <date>", "last day of service; otherwise it runs until `duban project end`")
    .option("--key <key>", "a key of your own: twice is once")
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
        return startedAnswer(session, "project", started);
      }),
    );

  project
    .command("enlist")
    .description("put volunteers on the project's register; who is not trained is asked about")
    .argument("<case>", "id of the project's case, or its beginning")
    .requiredOption("--person <person>", whom, collect)
    .action((given: string, { person }: { person: readonly string[] }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const { added, onRegister } = await enlist(session, { caseId, named: person, actor: "administrator" });
        return {
          data: { case: caseId, added, onRegister },
          text: `${plural(added, "volunteer")} put on the register; ${onRegister} are on it.`,
        };
      }),
    );

  project
    .command("duty")
    .description("put volunteers on duty, refused until each is trained and protected; or take them off duty again")
    .argument("<case>", "id of the project's case, or its beginning")
    .requiredOption("--person <person>", whom, collect)
    .option("--off", "take them off duty, those too who have left", false)
    .option("--reason <text>", "why they are taken off duty", words)
    .action((given: string, { person, off, reason }: DutyOptions, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        if (off) {
          const why = reason === undefined ? {} : { reason };
          const { removed } = await takeOffDuty(session, { caseId, named: person, ...why, actor: "administrator" });
          return {
            data: { case: caseId, removed },
            text: removed > 0 ? `${plural(removed, "volunteer")} taken off duty.` : "They were not on duty.",
          };
        }
        if (reason !== undefined) throw new BadInput("--reason: given without --off; expected them together");
        const { added } = await putOnDuty(session, { caseId, named: person, actor: "administrator" });
        return {
          data: { case: caseId, added },
          text: added > 0 ? `${plural(added, "volunteer")} put on duty.` : "They were on duty already.",
        };
      }),
    );

  project
    .command("move")
    .description("another first or last day: the weekly checks follow")
    .argument("<case>", "id of the project's case, or its beginning")
    .option("--from <date>", "first day of service, YYYY-MM-DD")
    .option("--to <date>", "last day of service, YYYY-MM-DD")
    .action((given: string, { from, to }: { from?: string; to?: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const days = { ...(from !== undefined && { startsOn: from }), ...(to !== undefined && { endsOn: to }) };
        const { changed } = await moveProject(session, { caseId, ...days, actor: "administrator" });
        return {
          data: { case: caseId, ...days, changed },
          text: changed ? "The project is moved." : "It stood so already: nothing is changed.",
        };
      }),
    );

  project
    .command("end")
    .description("end a project: no check is asked for any more, its report is")
    .argument("<case>", "id of the project's case, or its beginning")
    .option("--on <date>", "last day of service, today or before; otherwise today")
    .action((given: string, { on }: { on?: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const day = on === undefined ? {} : { endsOn: on };
        const { changed } = await endProject(session, { caseId, ...day, actor: "administrator" });
        return { data: { case: caseId, changed }, text: changed ? "The project has ended." : "It had ended already." };
      }),
    );

  kindCommands(project, run, {
    kind: "VG",
    what: "project",
    async more(session, { case: found, organization }) {
      const { volunteers } = await registerOf(session.db, found, organization, session.now());
      const { startsOn = "no day yet", endsOn = "no end yet" } = found.facts;
      return {
        data: { volunteers },
        lines: [`From ${startsOn} to ${endsOn}`, ...section("Volunteers", volunteers.map(volunteerLine))],
      };
    },
  });
}

function volunteerLine({ name, trained, ready, onDutySince, left }: Volunteer): string {
  const taught = trained ? "trained" : ready ? "no training asked for" : "not trained, may not serve";
  return `${safe(name)}: ${taught}${onDutySince ? `, on duty since ${onDutySince}` : ""}${left ? ", a volunteer no more" : ""}`;
}
