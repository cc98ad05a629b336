import { Prisma, type Statements } from "../prisma/client.ts";

/** A file that is kept: what is known of it without its bytes. */
export interface StoredFile {
  name: string;
  size: number;
  /** Row that has the bytes. */
  of: "evidence" | "circular";
  id: string;
  /** The same for the same bytes. */
  key: string;
}

/** A file that was handed in; null where the case has none of this id. */
export async function evidenceFile(tx: Statements, caseId: string, id: string): Promise<StoredFile | null> {
  const rows = await tx.$queryRaw<StoredFile[]>`
    select e.name, octet_length(coalesce(e.bytes, o.bytes)) as size, 'evidence' as of,
           case when e.bytes is null then o.id else e.id end as id,
           coalesce(nullif(e.sha256, ''), e.id) as key
    from evidence e join task t on t.id = e.task_id left join evidence o on o.id = e.data->>'same'
    where e.id = ${id} and t.case_id = ${caseId} and e.type = 'file' and coalesce(e.bytes, o.bytes) is not null`;
  return rows[0] ?? null;
}

/** @returns null where the circular carries none */
export async function circularFile(tx: Statements, id: string): Promise<StoredFile | null> {
  const rows = await tx.$queryRaw<StoredFile[]>`
    select x.file_name as name, octet_length(x.file_bytes) as size, 'circular' as of, x.id, 'circular ' || x.id as key
    from circular x where x.id = ${id} and x.file_bytes is not null`;
  return rows[0] ?? null;
}

/**
 * A part of a file, by a statement of its own: nothing is held between two of them. The column is kept uncompressed, so that no more
 * than the part is read.
 * @returns null: the file is gone
 */
export async function filePart(
  tx: Statements,
  { of, id }: StoredFile,
  from: number,
  length: number,
): Promise<Uint8Array | null> {
  const part = of === "evidence" ? Prisma.sql`bytes` : Prisma.sql`file_bytes`;
  const table = of === "evidence" ? Prisma.sql`evidence` : Prisma.sql`circular`;
  const rows = await tx.$queryRaw<{ part: Uint8Array | null }[]>`
    select substring(${part} from ${from + 1}::int for ${length}::int) as part from ${table} where id = ${id}`;
  return rows[0]?.part ?? null;
}
