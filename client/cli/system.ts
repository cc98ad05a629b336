import type { Command } from "commander";
import pc from "picocolors";
import { dateIn, timeIn } from "../../domain/zones.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliDeps } from "./deps.ts";
import { exitCodes } from "./errors.ts";

/** `duban up`, `demo`, `doctor`, `clock`: the program itself. */
export function systemCommands(
  program: Command,
  run: Run,
  deps: CliDeps,
  tell: (answer: Answer) => void,
  fail: (code: number) => void,
): void {
  program
    .command("up")
    .description("start everything: engine, database, worker, portal, sandbox inbox; Ctrl-C ends it")
    .action(() => deps.up({ demo: false }));

  program
    .command("demo")
    .description("the sample city with a clock that can be moved")
    .action(() => deps.up({ demo: true }));

  program
    .command("doctor")
    .description("look at each part and say what is wrong, and what to do about it")
    .action(async () => {
      const findings = await deps.doctor();
      tell({
        data: findings,
        table: {
          head: ["part", "", "detail"],
          rows: findings.map(({ part, ok, detail }) => [part, ok ? pc.green("ok") : pc.red("wrong"), detail]),
        },
      });
      if (findings.some((finding) => !finding.ok)) fail(exitCodes.failed);
    });

  program
    .command("clock")
    .description("the demo's time: where it stands, or move it")
    .argument("[to]", "+30min, +3h, +1d, or next: to the next step")
    .action((to: string | undefined, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const { now, moved } = await session.clock(to ?? null);
        return {
          data: { now, moved },
          text: `It is ${dateIn(now, zone)} ${timeIn(now, zone)} in ${zone}${moved > 0 ? `, ${spanOf(moved)} later.` : "."}`,
        };
      }),
    );
}

/** The city's own. */
const zone = "Asia/Shanghai";

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
