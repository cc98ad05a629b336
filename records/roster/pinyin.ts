import { pinyinOf } from "../../domain/roster/pinyin.ts";
import type { Tx } from "../../prisma/client.ts";
import { rowsOf } from "../rows.ts";

/** Maximum number of organizations in one statement. */
const page = 1_000;

/** Adds the pinyin of organizations' names that were stored before it was kept. @returns number of organizations */
export async function fillPinyin(tx: Tx): Promise<number> {
  let filled = 0;
  for (;;) {
    const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
      select id, name from organization where pinyin = '' and name ~ '[\u4e00-\u9fff]' order by id limit ${page}`;
    if (rows.length === 0) return filled;
    const written = rows.map(({ id, name }) => ({ id, name, pinyin: pinyinOf(name) }));
    // If the name was changed meanwhile, its own pinyin is kept.
    await tx.$executeRaw`
      update organization o set pinyin = r.pinyin
      from jsonb_to_recordset(${rowsOf(written)}) as r(id text, name text, pinyin text) where o.id = r.id and o.name = r.name`;
    filled += rows.length;
  }
}
