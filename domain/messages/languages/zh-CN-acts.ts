import { lateWords } from "../../tasks/lateness.ts";
import type { ActHeadline, ActTelling, ActWords } from "./vocabulary.ts";
import { clock, day } from "./zh-CN-days.ts";

const late = ({ late }: ActHeadline): string => (late ? `已逾期${lateWords(late).zh}` : "已到期");
/** After a subject: the due day, or how late. */
const state = (told: ActHeadline): string => (told.past ? `（${late(told)}）` : "");
const before = (told: ActHeadline): string => (told.past ? "" : `${clock(told.due)}前：`);
const asked = (told: ActHeadline, then = "请在"): string =>
  told.past ? `该项工作${late(told)}，请尽快办理并提交。` : `${then}${clock(told.due)}前办理。`;

const extension: ActWords = {
  badge: "延期申请",
  subject: (told) => `【延期申请】${told.what}${told.until ? `：申请延至${clock(told.until)}` : ""}`,
  lead: (told) =>
    `${told.by}申请将下面这项工作的截止时间由${clock(told.due)}${told.until ? `延至${clock(told.until)}` : "延后"}，请您答复：同意延期，或者写明理由不同意。${told.past ? `该项工作${late(told)}，答复之前仍按原期限督办。` : "答复之前，原期限不变。"}`,
  reasonLabel: "申请理由",
  button: "去答复",
  asks: false,
};

const handedOver = (label: string, how: string): ActWords => ({
  badge: label,
  subject: (told) => `【${label}】${before(told)}${told.what}${state(told)}`,
  lead: (told) => `${told.by}将下面这项工作${how}给您办理。${asked(told)}不属于您职责的，请打开链接说明。`,
  reasonLabel: `${label}说明`,
  button: "去办理",
  asks: true,
});

/** For those who had it before. */
const passedOn = (label: string): ActWords => ({
  ...ended(label, `{by}将下面这项工作${label}给{to}，您无需再办理。`, `${label}说明`),
  subject: (told) => `【已${label}】${told.what}：已${label}给${told.to}`,
});

const ended = (label: string, how: string, reasonLabel: string): ActWords => ({
  badge: label,
  subject: (told) => `【${label}】${told.what}`,
  lead: (told) => how.replace("{by}", told.by).replace("{to}", told.to),
  reasonLabel,
  button: "查看",
  asks: false,
});

/** A progress report that asks for help, before the task is late. */
const atRisk = (label: string, how: string): ActWords => ({
  badge: label,
  subject: (told) => `【${label}】${before(told)}${told.what}${state(told)}`,
  lead: (told) =>
    `${told.by}反馈：下面这项工作${label}，${how}。${told.past ? `该项工作${late(told)}。` : `截止时间为${clock(told.due)}，目前不变。`}请您答复：${told.extends ? "准予延期、" : ""}改派他人，或者写明意见。`,
  reasonLabel: "情况和需要的支持",
  button: "去答复",
  asks: false,
});

/** A task that has been open and has become this reader's, or reaches them only now. */
const open = (label: string, why: string): { doer: ActWords; verifier: ActWords } => ({
  doer: {
    badge: label,
    subject: (told) => `【${label}】${before(told)}${told.what}${state(told)}`,
    lead: (told) => `${why}下面这项工作由您办理。${asked(told)}不属于您职责的，请打开链接说明。`,
    reasonLabel: "说明",
    button: "去办理",
    asks: true,
  },
  verifier: {
    badge: label,
    subject: (told) => `【${label}】待核验：${told.what}`,
    lead: (told) =>
      `${why}下面这项工作已经提交，由您核验。${told.past ? "核验期限已过，请尽快核验。" : `请在${clock(told.due)}前核验通过，或者写明原因退回。`}`,
    reasonLabel: "说明",
    button: "去核验",
    asks: true,
  },
});
const newRole = open("新接手", "因人员变动，");
const newAddress = open("联系方式已变更", "您的联系方式已变更，通知今后发到这里。");

/** Words of notices that are sent at once after an act. */
export const acts: Readonly<Record<ActTelling, ActWords>> = {
  "submit/supervisor": {
    badge: "请关注",
    subject: (told) => `【请关注】${told.what}`,
    lead: () => "下面这项工作提交时反映了需要您立即关注的情况，详见说明。",
    reasonLabel: "说明",
    button: "查看并处理",
    asks: false,
  },
  "accept/doer": ended("已通过", "下面这项工作已通过核验，予以办结，您无需再办理。", "核验意见"),
  "return/supervisor": {
    badge: "再次退回",
    subject: (told) => `【再次退回】${before(told)}${told.what}`,
    lead: (told) => `下面这项工作的提交再次被退回，应在${clock(told.due)}前补正，现告知您。${told.ways}`,
    reasonLabel: "退回原因",
    button: "查看并处理",
    asks: true,
  },
  "ask-extension/verifier": extension,
  "ask-extension/supervisor": extension,
  "grant-extension/doer": {
    badge: "已延期",
    subject: (told) => `【已延期】延至${clock(told.due)}：${told.what}`,
    lead: (told) => `下面这项工作已获准延期，新的截止时间为${clock(told.due)}。请按新的期限办理。`,
    reasonLabel: "说明",
    button: "去办理",
    asks: true,
  },
  "refuse-extension/doer": {
    badge: "未同意延期",
    subject: (told) => `【未同意延期】${before(told)}${told.what}${state(told)}`,
    lead: (told) =>
      told.past ? `延期申请未获同意。${asked(told)}` : `延期申请未获同意，截止时间仍为${clock(told.due)}，请按期办理。`,
    reasonLabel: "不同意的理由",
    button: "去办理",
    asks: true,
  },
  "delegate/doer": handedOver("转交", "转交"),
  "delegate/copy": passedOn("转交"),
  "reassign/copy": passedOn("改派"),
  "reassign/doer": handedOver("改派", "改派"),
  "report-at-risk/supervisor": atRisk("存在风险", "可能不能按期办结"),
  "report-blocked/supervisor": atRisk("受阻", "目前无法推进"),
  "answer-report/doer": {
    badge: "已答复",
    subject: (told) => `【已答复】${before(told)}${told.what}${state(told)}`,
    lead: (told) => `${told.by}答复了您对下面这项工作的阶段反馈。${asked(told, "截止时间不变，请在")}`,
    reasonLabel: "答复意见",
    button: "去办理",
    asks: true,
  },
  "ask-reports/doer": {
    badge: "请定期反馈",
    subject: (told) =>
      told.past ? `【请反馈进展】${told.what}${state(told)}` : `【请定期反馈】${told.what}（${told.every}）`,
    lead: (told) =>
      told.past
        ? `${told.by}请您反馈下面这项工作的进展：打开链接，在“阶段反馈”中说明即可。该项工作${late(told)}。`
        : `${told.by}请您${told.every}反馈一次下面这项工作的进展。打开链接，在“阶段反馈”中说明即可，到期之前会按时提醒您。截止时间仍为${clock(told.due)}。`,
    reasonLabel: "说明",
    button: "去反馈",
    asks: true,
  },
  "progress/doer": {
    badge: "请反馈进展",
    subject: (told) => `【请反馈进展】${told.what}（${told.past ? late(told) : `${clock(told.due)}到期`}）`,
    lead: (told) =>
      `下面这项工作${told.past ? late(told) : `${clock(told.due)}到期`}，请打开链接，在“阶段反馈”中说明进展：正常推进、存在风险，或者受阻。已经办好的，直接提交即可。`,
    reasonLabel: "说明",
    button: "去反馈",
    asks: true,
  },
  "not-mine/supervisor": {
    badge: "请指定办理人",
    subject: (told) => `【请指定办理人】${told.what}${state(told)}`,
    lead: (told) =>
      `${told.by}反映下面这项工作不属于本人职责，请您指定办理人，或者由您接办。${told.past ? `该项工作${late(told)}。` : `截止时间为${clock(told.due)}。`}`,
    reasonLabel: "情况说明",
    button: "去指定",
    asks: true,
  },
  "submit/doer": ended(
    "已由他人提交",
    "{by}已提交下面这项由你们共同负责的工作，您无需再办理；提交的内容可以打开查看。",
    "说明",
  ),
  "take-on/doer": ended("已由他人接办", "{by}已接办下面这项工作，您无需再办理。", "说明"),
  "press/doer": {
    badge: "催办",
    subject: (told) => `【催办】${before(told)}${told.what}${state(told)}`,
    lead: (told) => `${told.by}催办下面这项工作。${asked(told)}`,
    reasonLabel: "催办意见",
    button: "去办理",
    asks: true,
  },
  "waive/doer": ended("已免除", "下面这项工作已免除，您无需再办理。", "免除理由"),
  "cancel/doer": ended("已取消", "下面这项工作已取消，您无需再办理。", "取消理由"),
  "closed/doer": ended("机构已关闭", "该机构已关闭，下面这项工作随之取消，您无需再办理。", "关闭原因"),
  "closed/verifier": ended("机构已关闭", "该机构已关闭，下面这项工作随之取消，您无需再核验。", "关闭原因"),
  "new-role/doer": newRole.doer,
  "new-role/verifier": newRole.verifier,
  "new-address/doer": newAddress.doer,
  "new-address/verifier": newAddress.verifier,
  "level/participant": {
    badge: "等级调整",
    subject: (told) => `【等级调整】${told.what}`,
    lead: (told) =>
      `自${day(told.due)}起，下列等级生效，各项工作的周期随之调整。需要办理的会另行通知；已由新的一期代替的，无需再办。`,
    reasonLabel: "调整理由",
    button: "查看",
    asks: false,
  },
  "calendar/participant": {
    badge: "放假安排已公布",
    subject: (told) => `【放假安排】${told.what}`,
    lead: () => "该年的放假安排已公布，受其影响的截止日随之调整。本消息无需办理；每项工作的页面均显示新的截止日。",
    reasonLabel: "说明",
    button: "查看",
    asks: false,
  },
  "withdrawn/doer": ended("文件已撤回", "发文单位已撤回文件，下面这项工作随之取消，您无需再办理。", "撤回原因"),
};
