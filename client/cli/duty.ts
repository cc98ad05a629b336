import type { Command } from "commander";
import { printable } from "../../domain/cell.ts";
import type { Duty } from "../../domain/duty.ts";
import { deadlinesAround } from "../../domain/packs/around.ts";
import { dutyOf, dutyPacks, guangzhou2022 } from "../../domain/packs/index.ts";
import { writeTerm } from "../../domain/set-term.ts";
import { cadences, kinds } from "../../domain/terms.ts";
import { BadInput } from "../acts/context.ts";
import { type DutyState, dutyStates } from "../acts/duties.ts";
import { organizationOf } from "../acts/organizations.ts";
import { setDuty } from "../acts/settings.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { dutyStory } from "./duty-shown.ts";
import { collect, oneOf } from "./given.ts";
import { cell } from "./shown.ts";

const actor = "administrator";
const packNames = [...dutyPacks.map(({ name }) => name), "all"];

/** `duban duty …` */
export function dutyCommands(program: Command, run: Run): void {
  const duty = program.command("duty").description("duties of the catalogue, and what is set otherwise");

  duty
    .command("list")
    .description("every duty: where it applies, what is open and late, when it opens next")
    .option("--org <code>", "as they stand for one organization")
    .option("--kind <kind>", `one of ${kinds.join(", ")}`)
    .option("--pack <name>", `of one pack: ${packNames.join(", ")}`, guangzhou2022.name)
    .action(({ org, kind, pack }: { org?: string; kind?: string; pack: string }, command: Command) =>
      run(command, async (session) => {
        const wanted = kind === undefined ? undefined : oneOf(kind, "--kind", kinds);
        const named = oneOf(pack, "--pack", packNames);
        const here = new Set(
          dutyPacks.flatMap(({ name, duties }) => (named === "all" || named === name ? duties : [])),
        );
        const states = (await statesOf(session, org)).filter(
          ({ duty }) => here.has(duty) && duty.kind === (wanted ?? duty.kind),
        );
        const law = deadlineLines([...here]);
        return { data: states.map(dutyRow), table: dutyTable(states), ...(law.length > 0 && { text: law.join("\n") }) };
      }),
    );

  duty
    .command("show")
    .description("a duty: its words, who does it, what is asked, what is set")
    .argument("<number>", "such as 29 or 22a")
    .option("--org <code>", "as it stands for one organization")
    .action((number: string, { org }: { org?: string }, command: Command) =>
      run(command, (session) => show(session, number, org)),
    );

  duty
    .command("set")
    .description("set a duty otherwise than the pack, for one organization or for all")
    .argument("<number>", "such as 29 or 22a")
    .option("--org <code>", "for one organization (for all that have nothing of their own)")
    .option("--cadence <cadence>", `${cadences.join(", ")}; default: as it was`)
    .option("--policy <name>", "escalation policy, for open tasks too; default: as it was")
    .option(
      "--term <step=term>",
      "by when a step is to be done once it is asked, such as take-up=3bd (or 10d, 24h; default: as it was); `duty show` names the steps",
      collect,
    )
    .option("--pause", "stop it: nothing is planned or reminded")
    .option("--resume", "go on")
    .action((number: string, options: SetOptions, command: Command) =>
      run(command, (session) => set(session, number, options)),
    );
}

interface SetOptions {
  org?: string;
  cadence?: string;
  policy?: string;
  term?: string[];
  pause?: true;
  resume?: true;
}

async function set(session: CliSession, number: string, options: SetOptions): Promise<Answer> {
  const { org, cadence, policy, term, pause, resume } = options;
  if (pause && resume) throw new BadInput("--pause, --resume: both are given; expected one of them");
  if (cadence === undefined && policy === undefined && term === undefined && !pause && !resume)
    throw new BadInput("nothing to set; expected --cadence, --policy, --term, --pause or --resume");
  const { tasks } = await setDuty(session, {
    duty: number,
    actor,
    ...(org !== undefined && { organization: org }),
    ...(cadence !== undefined && { cadence: cadence === "default" ? null : cadence }),
    ...(policy !== undefined && { policy: policy === "default" ? null : policy }),
    ...(term !== undefined && { terms: termsOf(term) }),
    ...((pause || resume) && { paused: pause === true }),
  });
  const { state } = await stateOf(session, number, org);
  const where = org === undefined ? "" : ` of ${org}`;
  const terms = Object.entries(state.terms).map(([step, one]) => `${step} within ${writeTerm(one)}`);
  const how = [state.cadence ?? "started by events", state.policy, ...terms, ...(state.paused ? ["paused"] : [])].join(
    ", ",
  );
  return {
    data: { ...dutyRow(state), ...(org !== undefined && { organization: org }), tasks },
    text: `Duty ${number}${where}: ${how}. Open tasks touched: ${tasks}.`,
  };
}

/** Given as `step=term`. */
function termsOf(given: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(
    given.map((one) => {
      const at = one.indexOf("=");
      if (at < 1) throw new BadInput(`--term: "${printable(one)}"; expected step=term, such as take-up=3bd`);
      const term = one.slice(at + 1);
      return [one.slice(0, at), term === "default" ? null : term];
    }),
  );
}

async function show(session: CliSession, number: string, org?: string): Promise<Answer> {
  const { state, applies } = await stateOf(session, number, org);
  const { data, text } = await dutyStory(session, state);
  const elsewhere = applies ? "" : `\n\nIt does not apply to ${org ?? "any organization that is here"}.`;
  return { data: { ...dutyRow(state), ...data }, text: text + elsewhere };
}

async function stateOf(
  session: CliSession,
  number: string,
  org?: string,
): Promise<{ state: DutyState; applies: boolean }> {
  const duty = dutyOf(number);
  const found = (await statesOf(session, org)).find((state) => state.duty.number === duty.number);
  if (found) return { state: found, applies: found.organizations > 0 };
  const { cadence = null, policy } = duty;
  const state = {
    duty,
    cadence,
    policy,
    terms: {},
    paused: false,
    organizations: 0,
    overrides: 0,
    open: 0,
    late: 0,
    next: null,
  };
  return { state, applies: false };
}

async function statesOf(session: CliSession, org?: string): Promise<DutyState[]> {
  return dutyStates(session, org === undefined ? undefined : (await organizationOf(session.db, org)).id);
}

/** Where each deadline of the law stands: by which article, where it can be read, when it was read last. */
function deadlineLines(duties: readonly Duty[]): string[] {
  const named = duties.flatMap((duty) => (duty.deadlines ? deadlinesAround(duty).map((one) => ({ duty, one })) : []));
  if (named.length === 0) return [];
  return [
    "Deadlines of the law:",
    ...named.map(
      ({ duty, one }) =>
        `  ${duty.number.padEnd(4)}${one.name}: ${one.rule.en} (${one.source.zh}; ${one.article || "article unseen"}; ${one.publication.en}; ${
          one.readOn ? `last read on ${one.readOn}` : "never read"
        }; ${one.status})`,
    ),
  ];
}

/** A duty as data. */
export function dutyRow({ duty, ...state }: DutyState): Record<string, unknown> {
  const { number, clause, quote, kind, title, who, roles, types, events, party = false, unqualified = false } = duty;
  const deadlines = deadlinesAround(duty);
  return { number, clause, quote, kind, title, who, roles, types, party, unqualified, events, deadlines, ...state };
}

export function dutyTable(states: readonly DutyState[]): NonNullable<Answer["table"]> {
  return {
    head: ["number", "clause", "kind", "duty", "who", "cadence", "policy", "organizations", "open", "late", "next"],
    rows: states.map(({ duty, ...state }) => [
      duty.number,
      duty.clause,
      duty.kind,
      cell(duty.title.zh),
      duty.who,
      state.paused ? "paused" : (state.cadence ?? "on events"),
      state.policy,
      String(state.organizations),
      String(state.open),
      String(state.late),
      state.next ?? "",
    ]),
  };
}
