import type { Command } from "commander";
import { setPolicy } from "../../client/registry/settings.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { defaultPolicies } from "../../domain/escalation/policies.ts";
import type { Offset, RungRule } from "../../domain/escalation/policy.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { policyCounts } from "../../records/duties.ts";
import { policiesOf, settingsOf, writtenPolicies } from "../../records/settings.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { localized, say } from "../language.ts";
import { jsonOf } from "../views/file.ts";
import { policyCircularCommands } from "./kinds/circular.ts";

/** `duban policy …` */
export function policyCommands(policy: Command, run: Run): void {
  policy
    .command("list")
    .description(
      say(
        "督办规则、采用它的职责，以及正按它督办的工作",
        "escalation policies, the duties that use them, and the open tasks on them",
      ),
    )
    .action((_options: unknown, command: Command) => run(command, list));

  policy
    .command("show")
    .description(
      say(
        "一项督办规则的各级督办；加--json即为 `policy set` 所用的格式",
        "an escalation policy, rung by rung; with --json in the form that `policy set` takes",
      ),
    )
    .argument("<name>", say("名称见 `policy list`", "as `policy list` shows it"))
    .action((name: string, _options: unknown, command: Command) => run(command, (session) => show(session, name)));

  policy
    .command("set")
    .description(
      say(
        "写入一项督办规则，或替换默认规则；在办工作此后按它督办",
        "write an escalation policy, or replace a default one; it applies to open tasks from now on",
      ),
    )
    .argument("<file>", say("JSON文件，格式同 `policy show --json`", "JSON, as `policy show --json` prints it"))
    .action((file: string, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const done = await setPolicy(session, await jsonOf(file));
        return {
          data: done,
          text: done.changed
            ? say(
                `督办规则${done.name}已设定；按它督办的在办工作${done.tasks}项。`,
                `Policy ${done.name} is set; open tasks that climb it: ${done.tasks}.`,
              )
            : say(`督办规则${done.name}本来如此。`, `Policy ${done.name} was like this already.`),
        };
      }),
    );

  policyCircularCommands(policy, run);
}

const origins = () => ({
  default: say("默认", "default"),
  replaced: say("已替换", "replaced"),
  written: say("自定", "written"),
});

async function list({ db }: CliSession): Promise<CommandResult> {
  const settings = await settingsOf(db);
  const written = new Set(await writtenPolicies(db));
  const open = await policyCounts(db);
  const policies = [...(await policiesOf(db)).values()].map((policy) => ({
    name: policy.name,
    for: policy.for,
    term: policy.term ?? null,
    rungs: policy.rungs.length,
    origin: (!written.has(policy.name)
      ? "default"
      : policy.name in defaultPolicies
        ? "replaced"
        : "written") as keyof ReturnType<typeof origins>,
    duties: allDuties.filter((duty) => settings.policy(duty, "") === policy.name).map(({ number }) => number),
    open: open.get(policy.name) ?? 0,
  }));
  return {
    data: policies,
    table: {
      head: ["name", "for", "term", "rungs", "origin", "duties", "open"],
      rows: policies.map((policy) => [
        policy.name,
        localized(policy.for),
        policy.term ? offset(policy.term) : "",
        String(policy.rungs),
        origins()[policy.origin],
        String(policy.duties.length),
        String(policy.open),
      ]),
    },
  };
}

async function show({ db }: CliSession, name: string): Promise<CommandResult> {
  const policies = await policiesOf(db);
  const policy = policies.get(name);
  if (!policy)
    throw new NotFoundError(cause("no-policy", { value: printable(name), policies: [...policies.keys()].sort() }));
  return {
    data: policy,
    table: {
      head: ["rung", "when", "whom", "channels", "shape"],
      rows: policy.rungs.flatMap((rung) =>
        rung.tell.length === 0
          ? [[rung.name, when(rung), say("（不告知任何人：公开标记）", "(nobody: a mark in public)"), "", ""]]
          : rung.tell.map(({ audience, channels, shape }, index) => [
              index === 0 ? rung.name : "",
              index === 0 ? when(rung) : "",
              audience,
              channels.join(", "),
              shape,
            ]),
      ),
    },
    text: `${policy.name}: ${localized(policy.for)}${policy.term ? `. Term: ${offset(policy.term)}` : ""}.`,
  };
}

function when({ from, offset: by, at, between, every, emergency }: RungRule): string {
  const days = by.unit === "bd" || by.unit === "d";
  const place = from === "half-way" ? "half-way" : `${from}${by.n === 0 ? "" : ` ${by.n > 0 ? "+" : ""}${offset(by)}`}`;
  const time = days ? ` ${at ?? "09:00"}` : between ? ` (${between[0]}–${between[1]})` : "";
  return `${place}${time}${every ? `, then every ${offset(every)}` : ""}${emergency ? " !" : ""}`;
}

const offset = ({ n, unit }: Offset): string => `${n} ${unit}`;
