import type { Command } from "commander";
import { type AuditOutcome, audit } from "../../client/audit/audit.ts";
import { checks, type Gap } from "../../domain/audit/checks.ts";
import { organizationsById } from "../../records/roster/holders.ts";
import { zoneOfMost } from "../../records/views/listings.ts";
import { numberOf } from "../args.ts";
import type { CommandResult, Run, WithoutSession } from "../command-result.ts";
import type { CliDeps, CliSession } from "../deps.ts";
import { exitCodes } from "../errors.ts";
import { localized, rowsBeyond, say } from "../language.ts";
import { cell, plural, wall } from "../views/format.ts";

interface AuditOptions {
  fix: boolean;
  deep: boolean;
  rejoin: boolean;
  limit: string;
}

/** `duban audit`; exit code 1 if gaps remain. */
export function auditCommand(command: Command, run: Run, _deps: CliDeps, { fail }: WithoutSession): void {
  command
    .option(
      "--fix",
      say(
        "处理可以安全处理的：唤醒流程、补排下一步、补上计划内的事项、把离任人员的工作交还职务",
        "do what is safe: wake workflows, give tasks a next step, plan what is missing, give the work of leavers back to the role",
      ),
      false,
    )
    .option(
      "--rejoin",
      say(
        "引擎用备份恢复过，或换成了另一个：正在运行的流程都按现有记录重新开始（与--fix合用）",
        "the engine was restored or replaced: with --fix, what runs in it begins anew by what is on record",
      ),
      false,
    )
    .option(
      "--deep",
      say(
        "核对全部记录的散列值（否则每次接着上次核对一部分）",
        "check the hashes of every log (otherwise a part each time, going on from the last)",
      ),
      false,
    )
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((options: AuditOptions, called: Command) =>
      run(called, async (session) => {
        const limit = numberOf(options.limit, "--limit");
        const engine = (await session.engine?.()) ?? null;
        try {
          const outcome = await audit(session, {
            ...{ by: "command" as const, engine, fix: options.fix, rejoin: options.rejoin },
            ...(options.deep && { lines: Number.POSITIVE_INFINITY }),
            ...(session.available && { available: session.available }),
          });
          if (outcome.left.length > 0) fail(exitCodes.failed);
          return printed(session, outcome, limit);
        } finally {
          await engine?.close();
        }
      }),
    );
}

async function printed(session: CliSession, outcome: AuditOutcome, limit: number): Promise<CommandResult> {
  const { gaps, left, repaired, chains, tookMs, at } = outcome;
  const zone = await zoneOfMost(session.db);
  const known = await organizationsById(
    session.db,
    gaps.flatMap(({ organizationId }) => organizationId ?? []),
  );
  const isLeft = new Set(left);
  const shown = [...left, ...repaired];
  const codeOf = ({ organizationId }: Gap): string | null => known.get(organizationId ?? "")?.code ?? null;
  const where = (gap: Gap): string => {
    const organization = known.get(gap.organizationId ?? "");
    return organization ? `${cell(organization.name, 14)} ${organization.code}` : "";
  };
  const what = ({ check, count }: Gap): string =>
    `${localized(checks[check].title)}${count === undefined ? "" : say(`（${count}项）`, ` (${count})`)}`;
  const lines = chains.whole
    ? say(`核对了全部${chains.lines}行记录`, `all ${plural(chains.lines, "line")} of the logs checked`)
    : say(
        `核对了${chains.lines}行记录，下次接着核对（--deep核对全部）`,
        `${plural(chains.lines, "line")} of the logs checked; the next audit goes on there (--deep checks all)`,
      );
  return {
    data: {
      ...{ at, tookMs, counts: outcome.counts, chains },
      gaps: shown.map((gap) => {
        const { check, organizationId, since, count } = gap;
        return {
          ...{ check, title: checks[check].title.en, organizationId, organization: codeOf(gap), what: gap.what, since },
          ...(count !== undefined && { count }),
          // Programs read these names.
          ...{ mend: checks[check].repairCommand(gap.what), fixed: !isLeft.has(gap) },
        };
      }),
      ...{ left: left.length, fixed: repaired.length },
    },
    ...(shown.length > 0 && {
      table: {
        head: ["what", "organization", "since", "repaired by", "id"],
        rows: shown
          .slice(0, limit)
          .map((gap) => [
            what(gap),
            where(gap),
            gap.since ? wall(gap.since, zone) : "",
            isLeft.has(gap) ? checks[gap.check].repairCommand(gap.what) : say("已处理", "done"),
            gap.what,
          ]),
      },
    }),
    text: [
      ...rowsBeyond(shown.length, limit),
      verdict(left.length, repaired.length),
      say(`用时${(tookMs / 1_000).toFixed(1)}秒，${lines}。`, `It took ${(tookMs / 1_000).toFixed(1)} s; ${lines}.`),
    ].join("\n"),
  };
}

function verdict(left: number, repaired: number): string {
  if (left + repaired === 0)
    return say("没有发现缺口：每项在办工作都有人跟进。", "No gaps: every open task is seen to.");
  if (repaired === 0) return say(`发现${left}处缺口。`, `${plural(left, "gap")} found.`);
  if (left === 0) return say(`发现并处理了${repaired}处缺口。`, `${plural(repaired, "gap")} found and repaired.`);
  return say(
    `处理了${repaired}处缺口，还有${left}处须由人处理。`,
    `${plural(repaired, "gap")} repaired, ${plural(left, "gap")} left for a person.`,
  );
}
