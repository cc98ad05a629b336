import { expect, it } from "vitest";
import { Html } from "../../../web/http/html.ts";
import { layout } from "../../../web/http/layout.ts";
import { withPhrases } from "../../../web/http/phrases.ts";

it("a heading breaks between words and not within one; figures, punctuation and markup are unchanged", () => {
  expect(withPhrases("<h1>关于2026年12月社会组织履职情况的通报</h1>")).toContain(
    "12月<wbr>社会组织<wbr>履职<wbr>情况的<wbr>通报",
  );
  expect(withPhrases("<h1>“消防通道”堵塞，应急照明损坏</h1>")).not.toMatch(/“<wbr>|<wbr>[，”]|，<wbr>|应<wbr>急/);
  expect(withPhrases('<h1 class="社会组织">甲&amp;乙 <span title="社会组织">x</span></h1>')).toBe(
    '<h1 class="社会组织">甲&amp;乙 <span title="社会组织">x</span></h1>',
  );
  expect(withPhrases("<p>社会组织</p>")).toBe("<p>社会组织</p>");
});

it("headings of an English page are unchanged", () => {
  const page = (language: "zh-CN" | "en") =>
    layout({ language, here: "/" }, { title: "x", body: new Html("<h1>公益慈善</h1>") });
  expect(page("zh-CN")).toContain("<h1>公益<wbr>慈善</h1>");
  expect(page("en")).toContain("<h1>公益慈善</h1>");
});
