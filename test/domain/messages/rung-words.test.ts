import { expect, it } from "vitest";
import { prefixedNameOf } from "../../../domain/escalation/rung-id.ts";
import { rungWords } from "../../../domain/messages/because.ts";

it.each([
  ["0:d:opened", "事项开始", "at the opening"],
  ["0:v:opened", "提交待核验", "handed in for a verdict"],
  ["0:v:opened+2bd", "提交后2个工作日", "2 business days after it was handed in"],
  ["0:v:+5bd", "核验逾期5个工作日", "verdict 5 business days overdue"],
  ["0:v:then-5bd#2", "核验逾期后每5个工作日，第3次", "verdict overdue, every 5 business days, time 3"],
  ["0:v:copy", "事项已上报", "it was escalated"],
])("the stored step %s is called %s", (step, zh, en) => {
  expect(rungWords(prefixedNameOf(step))).toEqual({ zh, en });
});
