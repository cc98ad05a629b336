import type { Circular } from "../../domain/procedures/circular.ts";
import type { Statements } from "../../prisma/client.ts";

/** A circular as the mail that requests its tasks shows it. */
export interface IssuedRow extends Pick<Circular, "id" | "title" | "text" | "source" | "issuedAt"> {
  /** Name of the person who issued it; null: an administrator did. */
  issuer: string | null;
  fileName: string;
}

export async function issuedOf(tx: Statements, ids: readonly string[]): Promise<ReadonlyMap<string, IssuedRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<IssuedRow[]>`
    select x.id, x.title, x.text, x.source, x.issued_at as "issuedAt", x.file_name as "fileName", p.name as issuer
    from circular x left join person p on p.id = x.issued_by where x.id = any(${[...ids]}::text[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** The person who reported the matter of a case. */
export interface Reporter {
  personId: string;
  name: string;
  phone: string | null;
}

/** Reporters of those of the cases that a person started. */
export async function reportersOf(tx: Statements, caseIds: readonly string[]): Promise<ReadonlyMap<string, Reporter>> {
  if (caseIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(Reporter & { caseId: string })[]>`
    select distinct on (e.case_id) e.case_id as "caseId", p.id as "personId", p.name, a.value as phone
    from event e join person p on p.id = e.actor left join address a on a.person_id = p.id and a.channel = 'sms'
    where e.case_id = any(${[...caseIds]}::text[]) and e.verb = 'opened' order by e.case_id, e.id`;
  return new Map(rows.map(({ caseId, ...reporter }) => [caseId, reporter]));
}
