import type { Command } from "commander";
import pc from "picocolors";
import { dateIn, timeIn } from "../../domain/time/zones.ts";
import type { Answer, Run } from "../answer.ts";
import type { CliDeps } from "../deps.ts";
import { exitCodes } from "../errors.ts";
import { say } from "../language.ts";
import { clockBar } from "../progress.ts";

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
    .description(
      say(
        "全部启动：引擎、数据库、工作进程、门户网页、沙盒收件箱；按Ctrl-C结束",
        "start everything: engine, database, worker, portal, sandbox inbox; Ctrl-C ends it",
      ),
    )
    .action(() => deps.up({ demo: false }));

  program
    .command("demo")
    .description(say("示例城市，时钟可以拨动", "the sample city with a clock that can be moved"))
    .action(() => deps.up({ demo: true }));

  program
    .command("doctor")
    .description(
      say("逐项检查，说明哪里不对、怎么处理", "look at each part and say what is wrong, and what to do about it"),
    )
    .action(async () => {
      const findings = await deps.doctor();
      tell({
        data: findings,
        table: {
          head: ["part", "", "detail"],
          rows: findings.map(({ part, ok, detail }) => [
            part,
            ok ? pc.green(say("正常", "ok")) : pc.red(say("异常", "wrong")),
            detail,
          ]),
        },
      });
      if (findings.some((finding) => !finding.ok)) fail(exitCodes.failed);
    });

  program
    .command("clock")
    .description(say("演示的时间：现在到哪里，或者拨动它", "the demo's time: where it stands, or move it"))
    .argument(
      "[to]",
      say(
        "+30min、+3h、+1d、+2w，日期（2026-12-20或2026-12-20T09:00），或next（拨到下一步）",
        "+30min, +3h, +1d, +2w, a day (2026-12-20 or 2026-12-20T09:00), or next: to the next step",
      ),
    )
    .action((to: string | undefined, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const bar = clockBar(deps.err, zone);
        const { now, moved } = await session.clock(to ?? null, bar.watch).finally(bar.stop);
        return {
          data: { now, moved },
          text: say(
            `现在是${dateIn(now, zone)} ${timeIn(now, zone)}（${zone}）${moved > 0 ? `，前进了${spanOf(moved)}。` : "。"}`,
            `It is ${dateIn(now, zone)} ${timeIn(now, zone)} in ${zone}${moved > 0 ? `, ${spanOf(moved)} later.` : "."}`,
          ),
        };
      }),
    );
}

/** The city's own. */
const zone = "Asia/Shanghai";

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return say(`${minutes}分钟`, `${minutes} minutes`);
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? say(`${hours}小时`, `${hours} hours`)
    : say(`${Math.round(hours / 24)}天`, `${Math.round(hours / 24)} days`);
}
