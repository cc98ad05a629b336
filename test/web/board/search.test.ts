import { beforeEach, describe, expect, it } from "vitest";
import { fillPinyin } from "../../../records/roster/pinyin.ts";
import { writeOrganizations } from "../../../records/roster/roster.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
let cookie: string;
let codes: { charity: string; other: string };
beforeEach(async () => {
  desk = await openDesk();
  cookie = await desk.session(null);
  const [charity, other] = [await desk.organization(), await desk.organization()];
  codes = { charity: charity.code, other: other.code };
  await desk.db.$executeRaw`
    update organization set name = case id when ${charity.id} then '广州市越秀区慈善会' else '天河第7社区服务社' end, pinyin = ''`;
  expect(await fillPinyin(desk.db)).toBe(2);
  expect(await fillPinyin(desk.db)).toBe(0);
});

const found = async (q: string): Promise<string[]> => {
  const { status, text } = await desk.get(`/board/organizations?q=${encodeURIComponent(q)}`, { cookie });
  expect(status).toBe(200);
  return [...text.matchAll(/href="\/board\?q=([^"]+)"/g)].map(([, code = ""]) => decodeURIComponent(code));
};

describe("an organization is found on the board", () => {
  it("by any part of its name, its pinyin, its initials, and by its code", async () => {
    const { charity, other } = codes;
    for (const q of ["越秀", "慈善会", "yuexiu", "Yue Xiu", "gzsyx", "csh", charity, charity.toLowerCase()])
      expect(await found(q), q).toEqual([charity]);
    for (const q of ["第7", "shequ", "thd7", other]) expect(await found(q), q).toEqual([other]);
    for (const q of ["zzz", "越天", "%", "_", "\\", "'"]) expect(await found(q), q).toEqual([]);
  });

  it("by the beginning of its code, unless that is the whole code of another", async () => {
    const { charity } = codes;
    expect(await found(charity.slice(0, -1))).toContain(charity);
    await desk.db.$executeRaw`update organization set code = ${`${charity}9`} where code = ${codes.other}`;
    expect(await found(charity)).toEqual([charity]);
  });

  it("by its new name as soon as a sheet renames it", async () => {
    const [row] = await desk.db.$queryRaw<Parameters<typeof writeOrganizations>[1][number][]>`
      select code, type, registration, zone, district, party, qualified, language, types, charity, supervised, marks
      from organization where code = ${codes.other}`;
    if (!row) throw new Error("it was made");
    const renamed = { ...row, name: "海珠区养老院" };
    await desk.db.$transaction((tx) => writeOrganizations(tx, [renamed], desk.now()));
    expect(await found("hzqyly")).toEqual([codes.other]);
    expect(await found("thd7")).toEqual([]);
  });
});

it("the form for a finding lists up to two hundred organizations, and has an input for the code if there are more", async () => {
  const form = async (): Promise<string> =>
    /<(?:input|select) id="finding-organization"/.exec(
      (await desk.get(`/board?q=${codes.charity}`, { cookie })).text,
    )?.[0] ?? "";
  expect(await form()).toBe('<select id="finding-organization"');
  await desk.db.$executeRaw`
    insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
    select 'more' || n, 'more-' || n, '示例', 'CHA', 'foundation', 'Asia/Shanghai', true, true, 0, '2026-01-01', ${desk.now()}
    from generate_series(1, 200) n`;
  expect(await form()).toBe('<input id="finding-organization"');
});
