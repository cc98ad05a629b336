import { Prisma, type Statements } from "../prisma/client.ts";

/** Metadata of a stored file. */
export interface StoredFile {
  name: string;
  size: number;
  /** Table that stores its bytes. */
  of: "evidence" | "circular";
  id: string;
  /** Equal for equal bytes. */
  key: string;
}

/** A file of a submission. @returns null: the case has no file of this id */
export async function evidenceFile(tx: Statements, caseId: string, id: string): Promise<StoredFile | null> {
  const rows = await tx.$queryRaw<StoredFile[]>`
    select e.name, octet_length(coalesce(e.bytes, o.bytes)) as size, 'evidence' as of,
           case when e.bytes is null then o.id else e.id end as id,
           coalesce(nullif(e.sha256, ''), e.id) as key
    from evidence e join task t on t.id = e.task_id left join evidence o on o.id = e.data->>'same'
    where e.id = ${id} and t.case_id = ${caseId} and e.type = 'file' and coalesce(e.bytes, o.bytes) is not null`;
  return rows[0] ?? null;
}

/** The file of a circular. @returns null: it has none */
export async function circularFile(tx: Statements, id: string): Promise<StoredFile | null> {
  const rows = await tx.$queryRaw<StoredFile[]>`
    select x.file_name as name, octet_length(x.file_bytes) as size, 'circular' as of, x.id, 'circular ' || x.id as key
    from circular x where x.id = ${id} and x.file_bytes is not null`;
  return rows[0] ?? null;
}

/**
 * Reads a part of a file in a statement of its own, so that no connection is held between parts. The column is stored uncompressed; PostgreSQL
 * therefore reads only the requested part.
 * @returns null: the file no longer exists
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
