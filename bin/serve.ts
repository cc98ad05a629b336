import { localized, say } from "../cli/language.ts";
import type { Config } from "../config.ts";
import type { Log } from "../local/progress.ts";
import type { Running } from "../worker/up.ts";
import { watchFaults } from "./faults.ts";

// Each loads what it runs: a portal needs no engine, and a worker none of the servers that `duban up` starts.

/** `duban up` and `duban demo`. */
export const serve = (config: Config, demo: boolean): Promise<void> =>
  untilEnded(
    async (tell) => (await import("../worker/up.ts")).up(config, { demo, tell }),
    (running) => greeting(running, demo),
  );

/** `duban worker` */
export const serveWorker = (config: Config): Promise<void> =>
  untilEnded(
    async (tell) => (await import("../worker/processes/worker.ts")).startWorkerProcess(config, tell),
    ({ url }) => [
      say(
        `工作进程已启动（${config.queues.join("、")}）；是否就绪见${url}/readyz`,
        `A Duban worker runs (${config.queues.join(", ")}); ${url}/readyz tells whether it is ready`,
      ),
    ],
  );

/** `duban portal` */
export const servePortal = (config: Config): Promise<void> =>
  untilEnded(
    async (tell) => (await import("../worker/processes/portal.ts")).startPortalProcess(config, tell),
    ({ url }) => [
      say(
        `门户网页已启动：${url}；是否就绪见${url}/readyz`,
        `A Duban portal runs at ${url}; ${url}/readyz tells whether it is ready`,
      ),
    ],
  );

/** Runs until Ctrl-C or SIGTERM, or until a part ends by itself. */
async function untilEnded<One extends { ended: Promise<void>; stop(): Promise<void> }>(
  start: (tell: Log) => Promise<One>,
  greet: (running: One) => readonly string[],
): Promise<void> {
  let starting = true;
  let interrupted = false;
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const onSignal = (): void => {
    interrupted = true;
    ask();
  };
  for (const signal of signals) process.on(signal, onSignal);
  const faults = watchFaults();
  const tell: Log = (line, passing) => {
    if (starting) process.stderr.write(passing ? `\r\x1b[K${localized(line)}` : `${localized(line)}\n`);
  };
  try {
    const running = await start(tell);
    starting = false;
    try {
      if (interrupted) return;
      process.stdout.write(`${greet(running).join("\n")}\n`);
      await Promise.race([asked, running.ended]);
    } finally {
      faults.ending();
      process.stderr.write(say("正在停止……\n", "Stopping…\n"));
      await running.stop();
    }
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

const start = 'npx duban rectification start --org GZ-CHA-006 "消防通道堵塞"';

/** Which addresses to open, and what to try next. */
export function greeting(
  { url, boardUrl, inboxUrl }: Pick<Running, "url" | "boardUrl" | "inboxUrl">,
  demo: boolean,
): string[] {
  return [
    say(`\n督办已启动：${url}`, `\nDuban 督办 runs at ${url}`),
    inboxUrl
      ? say(`  收件箱（发给每个人的消息）：${inboxUrl}`, `  Read what people are told:   ${inboxUrl}`)
      : say(`  公示页：${url}/org`, `  Public pages:                ${url}/org`),
    say(
      `  打开督办台：${boardUrl ?? "用npx duban board取得新链接"}`,
      `  Open the board:              ${boardUrl ?? "npx duban board prints a new link"}`,
    ),
    demo
      ? say(
          `  让一项整改逾期：${start} && npx duban clock next`,
          `  Let a finding slip:          ${start} && npx duban clock next`,
        )
      : say(`  接着试：npx duban overdue；${start}`, `  Try next:                    npx duban overdue · ${start}`),
  ];
}
