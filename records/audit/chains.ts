import type { DisclosureBody } from "../../domain/donations/disclosure-body.ts";
import type { Tx } from "../../prisma/client.ts";
import { brokenAt, type EventRow, isCutOff } from "../cases/events.ts";
import { disclosureHash } from "../donations/disclosures.ts";
import { rowsOf } from "../rows.ts";

/** A case whose log or disclosures fail the hash-chain check. */
export interface BrokenCase {
  check: "chain" | "disclosure";
  caseId: string;
  organizationId: string;
  /** When the first line that does not follow from the one before it was written. */
  since: Date | null;
}

/** How far the check of hash chains has come. */
export interface ChainsChecked {
  broken: BrokenCase[];
  lines: number;
  /** Id of the last case that was checked; empty: there are no more. */
  through: string;
}

/** Maximum number of cases in a page. */
const page = 1_000;

/**
 * Verifies the hash chains of logs and disclosures, case by case in the order of their ids, until `lines` lines have been read.
 * @param from id of the case that was checked last; empty: begin with the first
 */
export async function checkChains(tx: Tx, from: string, lines: number): Promise<ChainsChecked> {
  const checked: ChainsChecked = { broken: [], lines: 0, through: from };
  while (checked.lines < lines) {
    const cases = await tx.$queryRaw<LoggedCase[]>`
      select id, organization_id as "organizationId", opened_at as "openedAt", log_head as head from "case" where id > ${checked.through} order by id limit ${page}`;
    const last = cases.at(-1)?.id;
    if (last === undefined) return { ...checked, through: "" };
    const events = await tx.$queryRaw<EventRow[]>`
      select e.id, e.case_id as "caseId", e.task_id as "taskId", e.organization_id as "organizationId", e.at, e.actor, e.verb,
        e.before, e.after, e.token_id as "tokenId", e.previous, e.hash
      from event e where e.case_id > ${checked.through} and e.case_id <= ${last} order by e.case_id, e.id`;
    const broken = brokenChains(cases, events);
    checked.broken.push(...broken, ...(await brokenDisclosures(tx, checked.through, last)));
    await adopt(tx, cases, events, broken);
    checked.lines += events.length;
    checked.through = last;
    if (cases.length < page) return { ...checked, through: "" };
  }
  return checked;
}

interface LoggedCase {
  id: string;
  organizationId: string;
  openedAt: Date;
  /** Recorded hash of the log's last line; null: not recorded. */
  head: string | null;
}

/** Cases whose log is broken: a line does not follow from the one before it, or lines were removed from the end. */
function brokenChains(cases: readonly LoggedCase[], events: readonly EventRow[]): BrokenCase[] {
  const logs = new Map<string, EventRow[]>();
  for (const event of events) {
    const log = logs.get(event.caseId);
    if (log) log.push(event);
    else logs.set(event.caseId, [event]);
  }
  return cases.flatMap(({ id: caseId, organizationId, openedAt, head }): BrokenCase[] => {
    const log = logs.get(caseId) ?? [];
    const at = brokenAt(log);
    if (at === null && !isCutOff(log, head)) return [];
    // Lines were removed after the last one that is there.
    const since = at === null ? (log.at(-1)?.at ?? openedAt) : (log.find(({ id }) => id === at)?.at ?? null);
    return [{ check: "chain", caseId, organizationId, since }];
  });
}

/** Records the last line of valid logs whose version of the program did not record it. Lines removed later are then detected. */
async function adopt(
  tx: Tx,
  cases: readonly LoggedCase[],
  events: readonly EventRow[],
  broken: readonly BrokenCase[],
): Promise<void> {
  const last = new Map(events.map(({ caseId, hash }) => [caseId, hash]));
  const not = new Set(broken.map(({ caseId }) => caseId));
  const rows = cases.flatMap(({ id, head }) => {
    const hash = last.get(id);
    return head === null && hash !== undefined && !not.has(id) ? [{ id, hash }] : [];
  });
  if (rows.length === 0) return;
  await tx.$executeRaw`
    update "case" c set log_head = l.hash from jsonb_to_recordset(${rowsOf(rows)}) as l(id text, hash text)
    where c.id = l.id and c.log_head is null`;
}

async function brokenDisclosures(tx: Tx, after: string, through: string): Promise<BrokenCase[]> {
  const rows = await tx.$queryRaw<
    {
      caseId: string;
      organizationId: string;
      body: DisclosureBody;
      hash: string;
      previous: string | null;
      publishedAt: Date;
    }[]
  >`
    select case_id as "caseId", organization_id as "organizationId", body, hash, previous, published_at as "publishedAt"
    from disclosure where case_id > ${after} and case_id <= ${through} and published_at is not null order by case_id, published_at, id`;
  const hashes = new Set(rows.map(({ caseId, hash }) => `${caseId}/${hash}`));
  const broken = rows.filter(
    ({ caseId, body, hash, previous }) =>
      hash !== disclosureHash(body, previous ?? "") || (previous ? !hashes.has(`${caseId}/${previous}`) : false),
  );
  const first = new Map(broken.toReversed().map((one) => [one.caseId, one]));
  return [...first.values()].map(({ caseId, organizationId, publishedAt }) => ({
    check: "disclosure",
    caseId,
    organizationId,
    since: publishedAt,
  }));
}
