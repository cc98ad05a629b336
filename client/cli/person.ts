import type { Command } from "commander";
import { roles } from "../../domain/terms.ts";
import { personLines } from "../../records/people.ts";
import { changePerson, type PersonChanges } from "../acts/change-person.ts";
import { organizationOf } from "../acts/organizations.ts";
import { addPerson, leave, type PersonInput } from "../acts/people.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { numberOf } from "./given.ts";
import { toldWords } from "./org-import.ts";
import { cell, plural } from "./shown.ts";

const actor = "administrator";

/** `duban person …` */
export function personCommands(program: Command, run: Run): void {
  const person = program.command("person").description("people and the roles they hold");

  person
    .command("add")
    .description("have a person hold a role from now on; the same e-mail address is the same person")
    .requiredOption("--org <code>", "code of the organization")
    .requiredOption("--role <role>", `one of ${roles.join(", ")}`)
    .requiredOption("--name <name>", "as people call them")
    .option("--email <address>", "e-mail address")
    .option("--phone <number>", "mobile number; without a country code China's")
    .option("--language <code>", "zh-CN or en (the organization's)")
    .action(({ org, ...options }: Omit<PersonInput, "organization"> & { org: string }, command: Command) =>
      run(command, async (session) => {
        const done = await addPerson(session, { organization: org, ...options });
        const held = done.added ? `is ${options.role} of ${org} from now on` : `was ${options.role} of ${org} already`;
        return { data: done, text: `${options.name} (${done.personId}) ${held}. ${toldWords(done.told)}`.trim() };
      }),
    );

  person
    .command("set")
    .description("change a person's name, addresses or language; all that is open is told to a new address at once")
    .argument("<person>", "e-mail address, telephone number or id")
    .option("--name <name>", "as people call them")
    .option("--email <address>", "e-mail address; none takes it away")
    .option("--phone <number>", "mobile number; none takes it away")
    .option("--language <code>", "zh-CN or en")
    .action((named: string, options: PersonChanges, command: Command) =>
      run(command, async (session) => {
        const done = await changePerson(session, named, options);
        const what = done.changed.length === 0 ? "nothing changed" : `changed: ${done.changed.join(", ")}`;
        return { data: done, text: `${done.personId}: ${what}. ${toldWords(done.told)}`.trim() };
      }),
    );

  person
    .command("list")
    .description("people, their addresses and what they hold")
    .option("--org <code>", "who hold a role in this organization")
    .option("--unreachable", "only those whom no address reaches", false)
    .option("--limit <n>", "at most so many", "1000")
    .action((options: ListOptions, command: Command) => run(command, (session) => list(session, options)));

  person
    .command("leave")
    .description("end what a person holds; their open tasks go back to the role")
    .argument("<person>", "e-mail address, telephone number or id")
    .option("--org <code>", "only in this organization")
    .action((named: string, { org }: { org?: string }, command: Command) =>
      run(command, async (session) => {
        const done = await leave(session, named, { actor, ...(org !== undefined && { organization: org }) });
        const { organizations, tasks } = done;
        const text =
          organizations === 0
            ? `They held no role${org === undefined ? "" : ` in ${org}`}.`
            : `They have left ${plural(organizations, "organization")}; tasks that went back to their role: ${tasks}. ${toldWords(done.told)}`.trim();
        return { data: done, text };
      }),
    );
}

interface ListOptions {
  org?: string;
  unreachable: boolean;
  limit: string;
}

async function list({ db, now }: CliSession, { org, unreachable, limit }: ListOptions): Promise<Answer> {
  const most = numberOf(limit, "--limit", 999_999);
  const where = org === undefined ? {} : { organizationId: (await organizationOf(db, org)).id };
  const found = await personLines(db, { ...where, unreachable, limit: most + 1 }, now());
  const people = found.slice(0, most);
  return {
    data: people.map(({ leftAt: _, ...person }) => person),
    table: {
      head: ["id", "name", "e-mail", "phone", "language", "holds"],
      rows: people.map((one) => [
        one.id,
        cell(one.name),
        address(one.email, one.emailState),
        address(one.phone, one.phoneState),
        one.language,
        cell(
          one.holds.map(({ organization, role }) => (org === undefined ? `${organization} ${role}` : role)).join(", "),
          60,
        ),
      ]),
    },
    ...(found.length > most && { text: `… and more; --limit ${most} shows the first of them.` }),
  };
}

const address = (value: string | null, state: string): string =>
  value === null ? "" : state === "ok" ? value : `${value} (${state})`;
