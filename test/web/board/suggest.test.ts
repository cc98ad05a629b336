import { beforeAll, describe, expect, it } from "vitest";
import { pinyinOf } from "../../../domain/roster/pinyin.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
let mine: Organization;
let theirs: Organization;
let administrator: string;
let board: string;
beforeAll(async () => {
  desk = await openDesk();
  [mine, theirs] = [await desk.organization(), await desk.organization()];
  const rename = (id: string, name: string) =>
    desk.db.$executeRaw`update organization set name = ${name}, pinyin = ${pinyinOf(name)} where id = ${id}`;
  await rename(mine.id, "广州市越秀区慈善会");
  await rename(theirs.id, "天河社区服务社");
  await desk.db.person.update({ where: { id: mine.person("head") }, data: { name: "黄小满" } });
  await desk.db.person.update({ where: { id: theirs.person("head") }, data: { name: "黄建国" } });
  administrator = await desk.session(null);
  board = await desk.session(mine.person("supervisory-board"));
});

interface Suggested {
  kind: string;
  label: string;
  hint: string;
  href: string;
}
const suggest = async (q: string, cookie = administrator): Promise<Suggested[]> => {
  const { status, text } = await desk.get(`/board/suggest?q=${encodeURIComponent(q)}&lang=zh-CN`, { cookie });
  expect(status).toBe(200);
  return JSON.parse(text).suggestions;
};
const labels = (all: readonly Suggested[], kind: string): string[] =>
  all.filter((one) => one.kind === kind).map(({ label }) => label);

describe("a suggestion of the search field", () => {
  it("is an organization by name, pinyin, initials or code, a duty by number, words, pinyin or initials, or a person by name", async () => {
    for (const q of ["越秀", "yuexiu", "gzsyx", mine.code]) {
      const [first] = await suggest(q);
      expect(first, q).toMatchObject({ kind: "organization", label: "广州市越秀区慈善会" });
      expect(first?.href).toBe(`/board?q=${mine.code}`);
    }
    const [duty] = await suggest("29");
    expect(duty).toMatchObject({ kind: "duty", hint: "第29项职责", href: "/board?duty=29" });
    expect(labels(await suggest("整改"), "duty")).toContain(duty?.label);
    expect(labels(await suggest(pinyinOf(duty?.label ?? "").split(" ")[1] ?? "?"), "duty")).toContain(duty?.label);
    expect(labels(await suggest("黄"), "person").sort()).toEqual(["黄小满", "黄建国"].sort());
    const [person] = (await suggest("小满")).filter(({ kind }) => kind === "person");
    expect(person).toMatchObject({ hint: "广州市越秀区慈善会（负责人）", href: `/board?q=${mine.code}` });
    for (const q of ["", "g", "%", "_", "\\"]) expect(await suggest(q), q).toEqual([]);
  });

  it("is never of organizations outside the reader's own, nor a person who has left", async () => {
    expect(labels(await suggest("黄", board), "person")).toEqual(["黄小满"]);
    expect(labels(await suggest("天河", board), "organization")).toEqual([]);
    await desk.db.person.update({ where: { id: theirs.person("head") }, data: { leftAt: desk.now() } });
    desk.pass(1);
    expect(labels(await suggest("黄建"), "person")).toEqual([]);
    expect((await desk.get("/board/suggest?q=黄")).status).toBe(401);
  });
});
