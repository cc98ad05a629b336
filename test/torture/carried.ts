import { setTimeout as pause } from "node:timers/promises";
import { MockActivityEnvironment } from "@temporalio/testing";
import { advanceRound } from "../../activities/advance.ts";
import { deliverShard } from "../../activities/deliver.ts";
import type { Deps } from "../../activities/deps.ts";
import { startCase } from "../../client/cases/cases.ts";
import type { ActContext } from "../../client/context.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import type { Inbox } from "../../local/inbox.ts";
import type { Db } from "../../prisma/client.ts";
import type { Organization } from "../support/organization.ts";

const minute = 60_000;

/** Rounds and couriers, called directly instead of by the engine. */
export interface Hands {
  /** Runs the rounds. */
  speak(deps: Deps, at: number): Promise<void>;
  /** Runs the courier on what is due. */
  carry(deps: Deps, at: number): Promise<void>;
  /** Runs rounds and courier until nothing is left; failures are retried a few minutes later, as by the engine. */
  untilCarried(deps: Deps, from: number): Promise<void>;
  /** Starts a rectification in each organization; its doer is to be notified by mail and SMS. */
  begin(organizations: readonly Organization[], subject: string): Promise<string[]>;
}

export function hands(db: Db, now: () => Date): Hands {
  const context: ActContext = { db, now, calendar: chinaCalendar(), flush: async () => undefined };
  // The first attempt belongs to the killed process.
  let attempt = 1;
  /** Runs a new attempt, which continues what an earlier one left incomplete. */
  const once = (work: () => Promise<unknown>): Promise<unknown> => {
    attempt += 1;
    return new MockActivityEnvironment({ attempt }).run(work);
  };
  return {
    speak: (deps, at) => speak(deps, at, once),
    carry: async (deps, at) => void (await once(() => deliverShard(deps, { shard: 0, now: at }))),
    async untilCarried(deps, from) {
      for (let at = from, tries = 0; ; at += 11 * minute, tries += 1) {
        if (tries > 30) throw new Error("after 30 attempts something is still not carried");
        const whole = await speakAndCarry(deps, at, once).then(
          () => true,
          () => false,
        );
        const left = await db.notice.count({ where: { state: { in: ["queued", "sending"] } } });
        const silent = await db.task.count({ where: { nextAt: { lte: new Date(at) } } });
        if (whole && left + silent === 0) return;
        // A link that is cut for a moment is not restored any sooner by an immediate retry.
        if (!whole) await pause(20);
      }
    },
    async begin(organizations, subject) {
      const cases = [];
      for (const { id } of organizations) {
        const facts = { severity: "critical" };
        const finding = { duty: "29", organizationId: id, subject, actor: "administrator", facts } as const;
        cases.push((await startCase(context, finding)).caseId);
      }
      return cases;
    },
  };
}

type Once = (work: () => Promise<unknown>) => Promise<unknown>;

async function speak(deps: Deps, at: number, once: Once): Promise<void> {
  const due = await deps.db.$queryRaw<
    { round: string }[]
  >`select distinct round from task where next_at <= ${new Date(at)}`;
  for (const { round } of due) await once(() => advanceRound(deps, { round, now: at }));
}

async function speakAndCarry(deps: Deps, at: number, once: Once): Promise<void> {
  await speak(deps, at, once);
  await once(() => deliverShard(deps, { shard: 0, now: at }));
}

export interface Carried {
  /** Notices that no accepted message carried. */
  lost: number;
  /** Messages accepted under a reference that is not a notice's own, or more often than attempts of unknown outcome explain. */
  doubled: number;
  /** Attempts with unknown outcome. */
  inDoubt: number;
  notices: number;
}

/** Compares accepted messages with the notices of some cases. */
export async function carriedOf(db: Db, inbox: Inbox, cases: readonly string[]): Promise<Carried> {
  const rows = await db.$queryRaw<{ state: string; reference: string | null; unknown: number }[]>`
    select n.state, d.reference, (select count(*)::int from delivery u where u.reference = d.reference and u.state = 'unknown') as unknown
    from notice n left join delivery d on d.id = n.delivery_id where n.case_id = any(${[...cases]}::text[])`;
  const accepted = new Map<string, number>();
  for (const { messageId } of inbox.acceptLog) {
    const reference = /^<?([^@>]+)/.exec(messageId ?? "")?.[1] ?? "";
    accepted.set(reference, (accepted.get(reference) ?? 0) + 1);
  }
  const unknown = new Map(rows.map(({ reference, unknown }) => [reference ?? "", unknown]));
  let doubled = 0;
  for (const [reference, times] of accepted) if (times - 1 > (unknown.get(reference) ?? -1)) doubled += 1;
  const lost = rows.filter(({ state, reference }) => state !== "sent" || !accepted.has(reference ?? "")).length;
  const inDoubt = [...unknown.values()].reduce((sum, n) => sum + n, 0);
  return { lost, doubled, inDoubt, notices: rows.length };
}
