import { expect, it } from "vitest";
import { filterIn } from "../../../domain/desk/filter.ts";
import { filterWords } from "../../../domain/desk/filter-words.ts";

it.each([
  ["duty=29&severity=critical&view=late", "已逾期，事项：29 督促整改，严重程度：紧急"],
  ["q=慈善&district=越秀区&due=week", "机构含“慈善”，地区：越秀区，到期：七日内"],
  ["view=unreachable", "联系不上"],
])("the filter %s is described as %s", (query, words) => {
  expect(filterWords(filterIn(query), "zh-CN")).toBe(words);
});
