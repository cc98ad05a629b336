import type { Command } from "commander";
import { printable } from "../../domain/cell.ts";
import { allDuties } from "../../domain/packs/index.ts";
import { defaultPolicies } from "../../domain/policies.ts";
import type { Offset, Step } from "../../domain/policy.ts";
import { policyCounts } from "../../records/duties.ts";
import { policiesOf, settingsOf, writtenPolicies } from "../../records/settings.ts";
import { BadInput, NotFound } from "../acts/context.ts";
import { setPolicy } from "../acts/settings.ts";
import type { Answer, Run } from "./answer.ts";
import { policyIssueCommands } from "./circular.ts";
import type { CliSession } from "./deps.ts";
import { textOf } from "./file.ts";

/** `duban policy …` */
export function policyCommands(program: Command, run: Run): void {
  const policy = program
    .command("policy")
    .description(
      "escalation policies, who is told when (list, show, set); and policies that an authority issues (issue, coverage)",
    );

  policy
    .command("list")
    .description("escalation policies, the duties that follow them, and the tasks that climb them now")
    .action((_options: unknown, command: Command) => run(command, list));

  policy
    .command("show")
    .description("an escalation policy, step by step; with --json in the form that `policy set` takes")
    .argument("<name>", "as `policy list` shows it")
    .action((name: string, _options: unknown, command: Command) => run(command, (session) => show(session, name)));

  policy
    .command("set")
    .description("write an escalation policy, or another one in place of a default; open tasks climb it from now on")
    .argument("<file>", "JSON, as `policy show --json` prints it")
    .action((file: string, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const done = await setPolicy(session, await read(file));
        return {
          data: done,
          text: done.changed
            ? `Policy ${done.name} is set; open tasks that climb it: ${done.tasks}.`
            : `Policy ${done.name} was like this already.`,
        };
      }),
    );

  policyIssueCommands(policy, run);
}

async function list({ db }: CliSession): Promise<Answer> {
  const settings = await settingsOf(db);
  const written = new Set(await writtenPolicies(db));
  const open = await policyCounts(db);
  const policies = [...(await policiesOf(db)).values()].map((policy) => ({
    name: policy.name,
    for: policy.for,
    term: policy.term ?? null,
    steps: policy.steps.length,
    origin: !written.has(policy.name) ? "default" : policy.name in defaultPolicies ? "replaced" : "written",
    duties: allDuties.filter((duty) => settings.policy(duty, "") === policy.name).map(({ number }) => number),
    open: open.get(policy.name) ?? 0,
  }));
  return {
    data: policies,
    table: {
      head: ["name", "for", "term", "steps", "origin", "duties", "open"],
      rows: policies.map((policy) => [
        policy.name,
        policy.for.en || policy.for.zh,
        policy.term ? offset(policy.term) : "",
        String(policy.steps),
        policy.origin,
        String(policy.duties.length),
        String(policy.open),
      ]),
    },
  };
}

async function show({ db }: CliSession, name: string): Promise<Answer> {
  const policies = await policiesOf(db);
  const policy = policies.get(name);
  if (!policy) throw new NotFound("policy", printable(name), `one of ${[...policies.keys()].sort().join(", ")}`);
  return {
    data: policy,
    table: {
      head: ["step", "when", "whom", "channels", "shape"],
      rows: policy.steps.flatMap((step) =>
        step.tell.length === 0
          ? [[step.name, when(step), "(nobody: a mark in public)", "", ""]]
          : step.tell.map(({ audience, channels, shape }, index) => [
              index === 0 ? step.name : "",
              index === 0 ? when(step) : "",
              audience,
              channels.join(", "),
              shape,
            ]),
      ),
    },
    text: `${policy.name}: ${policy.for.en || policy.for.zh}${policy.term ? `. Term: ${offset(policy.term)}` : ""}.`,
  };
}

function when({ from, offset: by, at, between, every, emergency }: Step): string {
  const days = by.unit === "bd" || by.unit === "d";
  const place = from === "half-way" ? "half-way" : `${from}${by.n === 0 ? "" : ` ${by.n > 0 ? "+" : ""}${offset(by)}`}`;
  const time = days ? ` ${at ?? "09:00"}` : between ? ` (${between[0]}–${between[1]})` : "";
  return `${place}${time}${every ? `, then every ${offset(every)}` : ""}${emergency ? " !" : ""}`;
}

const offset = ({ n, unit }: Offset): string => `${n} ${unit}`;

async function read(file: string): Promise<unknown> {
  const text = await textOf(file, "a JSON file");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInput(
      `"${file}" is no JSON: ${(error as Error).message}; expected a policy as \`duban policy show --json\` prints it`,
    );
  }
}
