import type { Command } from "commander";
import pc from "picocolors";
import { dateIn, timeIn, cityZone as zone } from "../../domain/time/zones.ts";
import type { Run, WithoutSession } from "../command-result.ts";
import type { CliDeps } from "../deps.ts";
import { exitCodes } from "../errors.ts";
import { say } from "../language.ts";
import { clockBar } from "../progress.ts";

/** `duban up` */
export function upCommand(command: Command, _run: Run, deps: CliDeps): void {
  command.action(() => deps.up({ demo: false }));
}

/** `duban demo` */
export function demoCommand(command: Command, _run: Run, deps: CliDeps): void {
  command.action(() => deps.up({ demo: true }));
}

/** `duban worker` */
export function workerCommand(command: Command, _run: Run, deps: CliDeps): void {
  command
    .option(
      "--queues <rounds,couriers>",
      say("只处理所列的任务队列，不写则按设置（默认全部）", "only these task queues (DUBAN_QUEUES, else all)"),
    )
    .option(
      "--concurrency <number>",
      say("每个队列同时处理的数量，不写则按设置", "activities at once, of each queue (DUBAN_CONCURRENCY)"),
    )
    .action((options: { queues?: string; concurrency?: string }) => deps.worker(options));
}

/** `duban portal` */
export function portalCommand(command: Command, _run: Run, deps: CliDeps): void {
  command.action(() => deps.portal());
}

/** `duban migrate`: needs no session, because the tables may not exist yet. */
export function migrateCommand(command: Command, _run: Run, deps: CliDeps, { print }: WithoutSession): void {
  command.action(async () => {
    const applied = await deps.migrate();
    print({
      data: { applied },
      text:
        applied.length === 0
          ? say("数据库已是最新。", "The database is up to date.")
          : say(
              `已执行${applied.length}个迁移：${applied.join("、")}。`,
              `Applied ${applied.length === 1 ? "1 migration" : `${applied.length} migrations`}: ${applied.join(", ")}.`,
            ),
    });
  });
}

/** `duban deploy`: needs the engine, but no session. */
export function deployCommand(command: Command, _run: Run, deps: CliDeps, { print }: WithoutSession): void {
  command
    .argument("<build>", say("版本标识，即工作进程启动时所设的", "build id, as its workers were started with"))
    .action(async (build: string) => {
      const woken = await deps.deploy(build);
      print({
        data: { build, woken },
        text: say(
          `${build}已成为当前版本；${woken}个流程被唤醒，转由它继续。`,
          `Build ${build} is current; ${woken} workflows are woken and go on with it.`,
        ),
      });
    });
}

/** `duban doctor`: needs no session; exit code 1 if a part does not work. */
export function doctorCommand(command: Command, _run: Run, deps: CliDeps, { print, fail }: WithoutSession): void {
  command.action(async () => {
    const findings = await deps.doctor();
    print({
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
}

/** `duban clock` */
export function clockCommand(command: Command, run: Run, deps: CliDeps): void {
  command
    .argument(
      "[to]",
      say(
        "+30min、+3h、+1d、+2w，日期（2026-12-20或2026-12-20T09:00），或next（拨到下一步）",
        "+30min, +3h, +1d, +2w, a day (2026-12-20 or 2026-12-20T09:00), or next: to the next step",
      ),
    )
    .action((to: string | undefined, _options: unknown, called: Command) =>
      run(called, async (session) => {
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

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return say(`${minutes}分钟`, `${minutes} minutes`);
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? say(`${hours}小时`, `${hours} hours`)
    : say(`${Math.round(hours / 24)}天`, `${Math.round(hours / 24)} days`);
}
