import type { Duty } from "../duty.ts";
import { by, choice, files, list, minutes, must, otherFindings, raises, record, result, say, signIn } from "./asks.ts";
import { weakLinks } from "./checks.ts";
import { processes } from "./matrices.ts";

const handled = say("清单以外发现的问题（每行一项，逐项处置）", "Other findings, one a line; each is to be dealt with");

/** 一、总体要求: rows 1–6. */
export const principles: readonly Duty[] = [
  {
    number: "1",
    clause: "一1",
    quote: "及时组织学习贯彻",
    title: say("组织学习贯彻重要讲话和指示批示精神", "Study central instructions"),
    ...by.ORG,
    types: "ALL",
    cadence: "monthly",
    events: ["policy-issued"],
    evidence: [must(minutes), signIn],
    done: say("有学习纪要和签到", "Minutes and sign-in are on file"),
    kind: "PR",
    policy: "ordinary",
  },
  {
    number: "2",
    clause: "一1",
    quote: "坚决落实国务院联防联控机制",
    title: say("落实上级部署安排", "Carry out higher-level deployments"),
    ...by.ORG,
    types: "ALL",
    events: ["policy-issued"],
    evidence: [
      must(list("actions", "落实措施（每行一项，全部办结后提交）", "Actions, one a line; submit when all are closed")),
      record,
      files,
    ],
    done: say("各项落实措施均已办结", "Every action is closed"),
    kind: "PR",
    policy: "ordinary",
  },
  {
    number: "3",
    clause: "一2",
    quote: "各领域、各环节、各流程",
    title: say("将防控措施纳入各领域、各环节、各流程", "Embed measures in every process"),
    ...by.ORG,
    types: "ALL",
    cadence: "half-yearly",
    events: ["policy-issued"],
    evidence: [processes, files],
    done: say("各流程均已核对，例外写明原因", "Every process is checked, and each exception has its reason"),
    kind: "CR",
    policy: "ordinary",
  },
  {
    number: "4",
    clause: "一2",
    quote: "紧盯关键部位、薄弱环节",
    title: say("关键部位、薄弱环节排查", "Check weak links"),
    ...by.ORG,
    types: "ALL",
    cadence: "monthly",
    events: [],
    evidence: [
      must(raises("hazard-opened", weakLinks)),
      raises("hazard-opened", { ...otherFindings, label: handled }),
      result,
      files,
    ],
    done: say("排查清单已提交，发现的问题已逐项另行处置", "The checklist is in; each finding has a case of its own"),
    kind: "SI",
    policy: "ordinary",
  },
  {
    number: "5",
    clause: "一3",
    quote: "疫情防控工作的第一责任人",
    title: say("法定代表人确认第一责任人职责", "Confirm who is first responsible"),
    ...by.LR,
    types: "ALL",
    cadence: "yearly",
    events: ["legal-representative-changed"],
    evidence: [
      must(
        choice("acknowledgement", say("本人确认为第一责任人", "I confirm that I am first responsible"), {
          confirmed: say("确认", "Confirmed"),
        }),
      ),
      files,
    ],
    done: say("法定代表人已签署确认", "The legal representative has signed"),
    kind: "FR",
    policy: "ordinary",
  },
  {
    number: "6",
    clause: "一3",
    quote: "统筹谋划、推动落实疫情防控工作",
    title: say("法定代表人统筹部署防控工作", "Review and coordinate the work"),
    ...by.LR,
    types: "ALL",
    cadence: "quarterly",
    events: [],
    evidence: [must(record), files],
    done: say("有统筹部署的决定记录", "The decision is on record"),
    kind: "RT",
    policy: "ordinary",
  },
];
