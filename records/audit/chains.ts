import type { DisclosureBody } from "../../domain/donations/disclosure-body.ts";
import type { Tx } from "../../prisma/client.ts";
import { brokenAt, type EventRow } from "../cases/events.ts";
import { disclosureHash } from "../donations/disclosures.ts";

/** What does not hold of a case's log or disclosures. */
export interface BrokenCase {
  check: "chain" | "disclosure";
  caseId: string;
  organizationId: string;
  /** When the first line that does not follow was written. */
  since: Date | null;
}

/** Where the check of chains has come to. */
export interface ChainsChecked {
  broken: BrokenCase[];
  lines: number;
  /** Id of the last case that was looked at; empty: the last of all. */
  through: string;
}

/** Cases a page. */
const page = 1_000;

/**
 * Checks the logs and disclosures of the cases behind one, in the order of their ids, until so many lines were read.
 * @param from id of the case that was looked at last; empty: from the first
 */
export async function checkChains(tx: Tx, from: string, lines: number): Promise<ChainsChecked> {
  const checked: ChainsChecked = { broken: [], lines: 0, through: from };
  while (checked.lines < lines) {
    const cases = await tx.$queryRaw<{ id: string; organizationId: string }[]>`
      select id, organization_id as "organizationId" from "case" where id > ${checked.through} order by id limit ${page}`;
    const last = cases.at(-1)?.id;
    if (last === undefined) return { ...checked, through: "" };
    const events = await tx.$queryRaw<EventRow[]>`
      select e.id, e.case_id as "caseId", e.task_id as "taskId", e.organization_id as "organizationId", e.at, e.actor, e.verb,
        e.before, e.after, e.token_id as "tokenId", e.previous, e.hash
      from event e where e.case_id > ${checked.through} and e.case_id <= ${last} order by e.case_id, e.id`;
    checked.broken.push(...brokenChains(events), ...(await brokenDisclosures(tx, checked.through, last)));
    checked.lines += events.length;
    checked.through = last;
    if (cases.length < page) return { ...checked, through: "" };
  }
  return checked;
}

function brokenChains(events: readonly EventRow[]): BrokenCase[] {
  const broken: BrokenCase[] = [];
  for (let from = 0, to = 0; from < events.length; from = to) {
    const first = events[from];
    if (!first) break;
    while (events[to]?.caseId === first.caseId) to += 1;
    const chain = events.slice(from, to);
    const at = brokenAt(chain);
    if (at === null) continue;
    const { caseId, organizationId } = first;
    broken.push({ check: "chain", caseId, organizationId, since: chain.find(({ id }) => id === at)?.at ?? null });
  }
  return broken;
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
