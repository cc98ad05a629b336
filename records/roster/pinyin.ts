import { pinyinOf } from "../../domain/roster/pinyin.ts";
import type { Tx } from "../../prisma/client.ts";
import { rowsOf } from "../rows.ts";

/** Organizations in one statement. */
const page = 1_000;

/** Writes the pinyin of names that have none yet: of organizations that were there before it was kept. @returns how many */
export async function fillPinyin(tx: Tx): Promise<number> {
  let filled = 0;
  for (;;) {
    const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
      select id, name from organization where pinyin = '' and name ~ '[\u4e00-\u9fff]' order by id limit ${page}`;
    if (rows.length === 0) return filled;
    const written = rows.map(({ id, name }) => ({ id, name, pinyin: pinyinOf(name) }));
    // A name that is written anew meanwhile brings its own.
    await tx.$executeRaw`
      update organization o set pinyin = r.pinyin
      from jsonb_to_recordset(${rowsOf(written)}) as r(id text, name text, pinyin text) where o.id = r.id and o.name = r.name`;
    filled += rows.length;
  }
}
