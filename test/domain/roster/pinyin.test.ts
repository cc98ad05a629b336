import { expect, it } from "vitest";
import { pinyinOf, typedPinyin } from "../../../domain/roster/pinyin.ts";

it.each([
  ["广州市越秀区慈善会", "guangzhoushiyuexiuqucishanhui gzsyxqcsh"],
  ["重庆路行业协会", "chongqingluhangyexiehui cqlhyxh"],
  ["绿色2030志愿队", "lvse2030zhiyuandui ls2030zyd"],
  ["Guangzhou Charity", ""],
])("the pinyin of %s", (name, pinyin) => expect(pinyinOf(name)).toBe(pinyin));

it("can be searched without separators between syllables", () => {
  expect(typedPinyin(" Guang Zhou xi'an ")).toBe("guangzhouxian");
});
